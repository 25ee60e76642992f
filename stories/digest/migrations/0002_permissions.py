"""Administrators see the Digests in the admin; leaders work at the desk and need no right there."""

from django.db import migrations

RIGHTS = ["add_digest", "change_digest", "delete_digest", "view_digest"]


def grant(apps, schema_editor):
    ContentType, Permission = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    content_type, _ = ContentType.objects.get_or_create(app_label="digest", model="digest")
    administrators = apps.get_model("auth", "Group").objects.get(name="Administrators")
    for codename in RIGHTS:
        name = f"Can {codename.split('_')[0]} Digest"
        right, _ = Permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        administrators.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [("digest", "0001_initial"), ("stories", "0003_digest")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]

"""Leaders and administrators teach the search in the admin."""

from django.db import migrations

MODELS = {"synonyms": "words that mean the same", "pin": "pinned stories"}
ACTIONS = ("add", "change", "delete", "view")


def grant(apps, schema_editor):
    ContentType, Permission = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    groups = apps.get_model("auth", "Group").objects.filter(name__in=["Leaders", "Administrators"])
    for model, words in MODELS.items():
        content_type, _ = ContentType.objects.get_or_create(app_label="search", model=model)
        for action in ACTIONS:
            right, _ = Permission.objects.get_or_create(
                content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {words}"}
            )
            for group in groups:
                group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial"), ("stories", "0002_seed")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]

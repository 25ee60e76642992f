"""What every Bouquet starts with: taxonomies, groups and their permissions, the check, a collection, a root page."""

from django.conf import settings
from django.db import migrations

PRINCIPLES = [
    (
        "whole-company-priority", "dahlia", "Everyone's job", "Alles opgave", "Allas uppgift",
        "Good service belongs to the whole company, not to one department.",
        "God service hører til i hele virksomheden, ikke i én afdeling.",
        "God service hör hemma i hela företaget, inte på en avdelning.",
    ),
    (
        "empower-people", "poppy", "Trusted to decide", "Tillid til at beslutte", "Förtroende att besluta",
        "The one who meets the customer decides. Asking a manager is the exception.",
        "Den, der møder kunden, beslutter. At spørge en leder er undtagelsen.",
        "Den som möter kunden beslutar. Att fråga en chef är undantaget.",
    ),
    (
        "fire-abusive-customers", "anemone", "Stand by colleagues", "Stå ved kollegerne", "Stå upp för kollegorna",
        "We part, politely, with customers who abuse our people or can never be pleased.",
        "Vi siger høfligt farvel til kunder, der behandler vores folk dårligt eller aldrig kan stilles tilfreds.",
        "Vi tar artigt farväl av kunder som behandlar våra medarbetare illa eller aldrig kan bli nöjda.",
    ),
    (
        "no-scripts-no-timers", "cornflower", "No scripts, no timers", "Uden manuskript og stopur", "Utan manus och tidtagning",
        "We do not measure how long a call takes and read nothing aloud from a sheet.",
        "Vi måler ikke, hvor længe en samtale varer, og læser ikke op af et ark.",
        "Vi mäter inte hur länge ett samtal varar och läser inte innantill.",
    ),
    (
        "findable-phone-number", "bells", "Easy to reach", "Let at få fat i", "Lätt att nå",
        "We do not hide our number. We want to talk with customers.",
        "Vi gemmer ikke vores nummer. Vi vil gerne tale med kunderne.",
        "Vi gömmer inte vårt nummer. Vi vill gärna prata med kunderna.",
    ),
    (
        "service-is-marketing", "tulip", "Worth more than ads", "Mere værd end annoncer", "Mer värt än annonser",
        "What good service costs is an investment: people tell each other about it.",
        "Det, god service koster, er en investering: folk fortæller hinanden om den.",
        "Det som god service kostar är en investering: folk berättar för varandra om den.",
    ),
    (
        "celebrate-stories", "daisy", "Tell the story", "Fortæl historien", "Berätta historien",
        "We celebrate great service by telling about it to everyone.",
        "Vi fejrer stor service ved at fortælle om den til alle.",
        "Vi firar stor service genom att berätta om den för alla.",
    ),
]  # fmt: skip
CHANNELS = [
    ("phone", "Phone", "Telefon", "Telefon"),
    ("chat", "Chat", "Chat", "Chatt"),
    ("email", "Mail", "Mail", "Mejl"),
    ("store", "Store", "Butik", "Butik"),
    ("delivery", "Delivery", "Levering", "Leverans"),
    ("social", "Social media", "Sociale medier", "Sociala medier"),
    ("letter", "Letter", "Brev", "Brev"),
    ("other", "Somewhere else", "Et andet sted", "Någon annanstans"),
]
GESTURES = [
    ("bouquet", "Bouquet", "Buket", "Bukett"),
    ("card", "Card", "Kort", "Kort"),
    ("gift", "Gift", "Gave", "Present"),
    ("cookie", "Cookies", "Småkager", "Kakor"),
    ("cake", "Cake", "Kage", "Tårta"),
    ("coffee", "Coffee", "Kaffe", "Kaffe"),
    ("postcard", "Postcard", "Postkort", "Vykort"),
    ("book", "Book", "Bog", "Bok"),
    ("upgrade", "Upgrade", "Opgradering", "Uppgradering"),
    ("refund", "Refund", "Refusion", "Återbetalning"),
]
LEADER_PERMISSIONS = {
    ("wagtailadmin", "admin"): ["access_admin"],
    ("stories", "story"): ["add_story", "change_story", "delete_story", "view_story", "publish_story"],
}
ADMINISTRATOR_PERMISSIONS = LEADER_PERMISSIONS | {
    ("people", "user"): ["add_user", "change_user", "delete_user", "view_user"],
    ("people", "team"): ["add_team", "change_team", "delete_team", "view_team"],
    ("stories", "principle"): ["add_principle", "change_principle", "delete_principle", "view_principle"],
    ("stories", "channel"): ["add_channel", "change_channel", "delete_channel", "view_channel"],
    ("stories", "gesturekind"): ["add_gesturekind", "change_gesturekind", "delete_gesturekind", "view_gesturekind"],
    ("stories", "tag"): ["add_tag", "change_tag", "delete_tag", "view_tag"],
    ("stories", "organisation"): ["change_organisation"],
}
IMAGE_PERMISSIONS = {
    "Leaders": ["add_image", "choose_image"],
    "Administrators": ["add_image", "change_image", "choose_image"],
}
PAGE_PERMISSIONS = ["add_page", "change_page", "publish_page", "bulk_delete_page"]


def seed(apps, schema_editor):
    taxonomies(apps)
    groups(apps)
    root_page(apps)
    check(apps)


def taxonomies(apps):
    Principle = apps.get_model("stories", "Principle")
    for order, (slug, species, en, da, sv, text_en, text_da, text_sv) in enumerate(PRINCIPLES):
        texts = {"description_en": text_en, "description_da": text_da, "description_sv": text_sv}
        Principle.objects.create(
            slug=slug, species=species, name_en=en, name_da=da, name_sv=sv, sort_order=order, **texts
        )
    for model, rows in (("Channel", CHANNELS), ("GestureKind", GESTURES)):
        for order, (slug, en, da, sv) in enumerate(rows):
            apps.get_model("stories", model).objects.create(
                slug=slug, name_en=en, name_da=da, name_sv=sv, sort_order=order
            )


def permission(apps, app_label, model, codename):
    """The permission, made here because Django makes them only after all migrations."""
    ContentType, Permission = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
    words = {"admin": "Wagtail admin", "image": "image", "gesturekind": "kind of gesture", "user": "person"}
    name = f"Can {codename.split('_')[0]} {words.get(model, model)}"
    return Permission.objects.get_or_create(content_type=content_type, codename=codename, defaults={"name": name})[0]


def groups(apps):
    Group = apps.get_model("auth", "Group")
    Group.objects.filter(name__in=["Moderators", "Editors"]).delete()  # Wagtail's stock groups
    Collection = apps.get_model("wagtailcore", "Collection")
    top = Collection.objects.get(depth=1)
    step = int(top.numchild) + 1
    photos = Collection.objects.create(name="Stories", path=f"{top.path}{step:04d}", depth=2, numchild=0)
    top.numchild = step
    top.save()
    for name, rights in (("Leaders", LEADER_PERMISSIONS), ("Administrators", ADMINISTRATOR_PERMISSIONS)):
        group, _ = Group.objects.get_or_create(name=name)
        for (app_label, model), codenames in rights.items():
            group.permissions.add(*[permission(apps, app_label, model, codename) for codename in codenames])
        for codename in IMAGE_PERMISSIONS[name]:
            apps.get_model("wagtailcore", "GroupCollectionPermission").objects.create(
                group=group, collection=photos, permission=permission(apps, "wagtailimages", "image", codename)
            )


def root_page(apps):
    Page, InfoPage = apps.get_model("wagtailcore", "Page"), apps.get_model("stories", "InfoPage")
    Locale, Site = apps.get_model("wagtailcore", "Locale"), apps.get_model("wagtailcore", "Site")
    ContentType = apps.get_model("contenttypes", "ContentType")
    locale, _ = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    Page.objects.filter(depth=2, slug="home").delete()  # Wagtail's welcome page
    content_type, _ = ContentType.objects.get_or_create(app_label="stories", model="infopage")
    home = InfoPage.objects.create(
        title="Bouquet", draft_title="Bouquet", slug="home", content_type=content_type, path="00010001", depth=2,
        numchild=0, url_path="/home/", locale=locale,
    )  # fmt: skip
    Page.objects.filter(depth=1).update(numchild=1)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page_id": home.pk, "site_name": "Bouquet"}
    )
    administrators = apps.get_model("auth", "Group").objects.get(name="Administrators")
    for codename in PAGE_PERMISSIONS:
        apps.get_model("wagtailcore", "GroupPagePermission").objects.create(
            group=administrators, page_id=home.pk, permission=permission(apps, "wagtailcore", "page", codename)
        )


def check(apps):
    """The publish workflow: one step, leaders or administrators."""
    get = apps.get_model
    get("wagtailcore", "Workflow").objects.all().delete()  # Wagtail's stock workflow
    get("wagtailcore", "Task").objects.all().delete()
    story, _ = get("contenttypes", "ContentType").objects.get_or_create(app_label="stories", model="story")
    task_type, _ = get("contenttypes", "ContentType").objects.get_or_create(app_label="stories", model="storycheck")
    workflow = get("wagtailcore", "Workflow").objects.create(name="Check")
    task = get("stories", "StoryCheck").objects.create(name="Check by leaders", content_type=task_type)
    task.groups.add(*get("auth", "Group").objects.filter(name__in=["Leaders", "Administrators"]))
    get("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task=task, sort_order=0)
    get("wagtailcore", "WorkflowContentType").objects.create(workflow=workflow, content_type=story)


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0001_initial"),
        ("people", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        # They give every group that they find the right to choose; ours come after, with the rights named here.
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]

"""Makes people and stories beside the demo's, with the longest words; runs inside the installation."""

import json

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from people.models import User
from stories.digest import weeks
from stories.digest.mails import preference_links
from stories.digest.models import Digest
from stories.models import InfoPage, Organisation, Principle, Story, StoryPhoto
from stories.posting.photos import normalise, store
from tests.e2e.cast import PASSWORD, PEOPLE, photo_file

LONG = "Speciallægepraksisplanlægningsstabiliseringsperioden og andelsboligforeningsbestyrelsesmedlemmerne"
TEXT = "Hun ringede til sygeforsikringsudbetalingskontoret, og vi blev i røret. " * 6


def make_people() -> None:
    for email, group, teams in PEOPLE.values():
        first, last = email.split("@")[0].title().split(".")
        user = User.objects.create_user(email, PASSWORD, first_name=first, last_name=last, language="en")
        user.groups.add(*Group.objects.filter(name=group))
        user.join(teams)


def make_information() -> None:
    page = InfoPage(
        title=LONG, slug="promise", intro="We answer.", body="- at once\n- [by phone](tel:112)", language="en"
    )
    InfoPage.objects.get(depth=2).add_child(instance=page)


def make_stories() -> str:
    """The addresses of some stories, as JSON."""
    leader, teller = (User.objects.get(email=PEOPLE[role][0]) for role in ("leader", "teller"))
    with_photo = make_story(teller, LONG, "live", photo=True, tags=["receptionsbetjeningsmedarbejder"])
    make_story(teller, "Brevet der blev læst op", "live", photo=False)
    waiting = make_story(teller, LONG + " venter", "waiting", photo=True)
    returned = make_story(teller, "Paraplyen i regnen", "waiting", photo=False)
    Story.objects.get(pk=returned.pk).return_to_author(by=leader, reason="Skriv, hvordan det endte.")
    bare = Story.objects.filter(live=True, principle__isnull=False, external_id="demo-001").get()
    Organisation.objects.update_or_create(defaults={"hold_unapproved": True})  # the desk stays, whatever weekday it is
    return json.dumps(
        {
            "photo": with_photo.get_absolute_url(),
            "bare": bare.get_absolute_url(),
            "waiting": f"/review/{waiting.pk}/",
            "returned": f"/tell/{returned.pk}/",
            "came_back": returned.get_absolute_url(),
            "delete": f"/mine/{returned.pk}/delete/",
            "edit_in_admin": f"/admin/snippets/stories/story/edit/{with_photo.pk}/",
        }
        | digest_addresses()
    )


def digest_addresses() -> dict[str, str]:
    """The newest Digest that is out, the one on the desk, and the links that stand in a mail."""
    newest, on_the_desk = Digest.objects.published().first(), Digest.objects.open().get()
    preferences, stop = preference_links(User.objects.get(email=PEOPLE["reader"][0]))
    return {
        "digest": newest.get_absolute_url(),
        "desk": on_the_desk.get_absolute_url() + "desk/",
        "next": on_the_desk.get_absolute_url(),
        "digest_in_admin": f"/admin/snippets/digest/digest/edit/{on_the_desk.pk}/",
        "this_week": f"/digest/{weeks.slug_of(weeks.monday_of(timezone.now()))}/",
        "mail": preferences.removeprefix(settings.BASE_URL),
        "stop": stop.removeprefix(settings.BASE_URL),
    }


def make_story(author: User, title: str, state: str, *, photo: bool, tags: list[str] | None = None) -> Story:
    principle = Principle.objects.get(slug="no-scripts-no-timers")
    story = Story(
        title=title, summary=f"Kort sagt: {title}"[:200], happened=TEXT, response=TEXT, language="da", author=author,
        principle=principle, customer_quote="Det glemmer jeg ikke.", consent=True,
    )  # fmt: skip
    story.tags.set(tags or [])
    if photo:
        image = store(
            normalise(SimpleUploadedFile("reception.jpg", photo_file())),
            by=author,
            description="En reception med en rød dør",
        )
        story.photos.set([StoryPhoto(image=image)])
    story.save()
    story.save_revision(user=author, clean=False)
    if state == "waiting":
        story.submit(by=author)
    else:
        story.move_to(state)
    return Story.objects.get(pk=story.pk)


def only_an_administrator() -> None:
    """For an empty site."""
    email, group, _teams = PEOPLE["administrator"]
    user = User.objects.create_user(email, PASSWORD, first_name="Ada", last_name="Min", language="en")
    user.groups.add(Group.objects.get(name=group))

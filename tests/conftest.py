"""The cast: who writes, who may read, who may not, who leads."""

import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from PIL import Image

from people.models import ADMINISTRATORS, LEADERS, Team, User
from stories.models import Principle, Story

MakeStory = Callable[..., Story]


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, for tests only
    settings.WHITENOISE_AUTOREFRESH = True  # else every test client lists all static files anew


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    """Index, photos, mails and throttling counts of each test stand alone."""
    settings.SEARCH = settings.SEARCH | {"LOCATION": str(tmp_path / "search")}
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "media")},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    settings.EMAIL_BACKEND = "post_office.EmailBackend"  # the queue, as in earnest
    settings.POST_OFFICE = settings.POST_OFFICE | {
        "BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"}
    }


@pytest.fixture(autouse=True)
def own_language(settings: Any) -> Iterator[None]:
    """A page in somebody's language leaves it active behind it: the next test begins in the site's own."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


def make_user(email: str, *groups: str, teams: tuple[str, ...] = (), **fields: Any) -> User:
    first, _, last = email.split("@")[0].partition(".")
    user = User.objects.create_user(email, "secret-words", first_name=first.title(), last_name=last.title(), **fields)
    user.groups.add(*Group.objects.filter(name__in=groups))
    user.join(teams)
    return user


@pytest.fixture
def author(db: None) -> User:
    return make_user("anna.lund@example.com", teams=("Store",))


@pytest.fixture
def colleague(db: None) -> User:
    """Somebody of the author's team."""
    return make_user("bo.ek@example.com", teams=("Store",))


@pytest.fixture
def outsider(db: None) -> User:
    """Somebody of another team."""
    return make_user("carl.dam@example.com", teams=("Finance",))


@pytest.fixture
def leader(db: None) -> User:
    return make_user("lea.der@example.com", LEADERS)


@pytest.fixture
def administrator(db: None) -> User:
    return make_user("ada.min@example.com", ADMINISTRATORS)


@pytest.fixture
def superuser(db: None) -> User:
    return make_user("sofia.root@example.com", is_superuser=True, is_staff=True)


@pytest.fixture
def leaver(db: None) -> User:
    """Somebody of the author's team who has left."""
    return make_user("lars.gone@example.com", LEADERS, teams=("Store",), is_active=False)


@pytest.fixture
def cast(
    author: User, colleague: User, outsider: User, leader: User, administrator: User, leaver: User
) -> dict[str, Any]:
    """Everybody by name, to go through them all."""
    people = {"author": author, "colleague": colleague, "outsider": outsider, "leader": leader}
    return people | {"administrator": administrator, "leaver": leaver, "nobody": AnonymousUser()}


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """A browser in which that person is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def make_story(db: None) -> MakeStory:
    def make(
        *,
        title: str = "The boots we did not have",
        happened: str = "She asked for boots in size 38.",
        language: str = "en",
        state: str = "live",
        principle: str = "empower-people",
        tags: tuple[str, ...] = (),
        audience_teams: tuple[str, ...] = (),
        **fields: Any,
    ) -> Story:
        fields.setdefault("principle", Principle.objects.get(slug=principle) if principle else None)
        if audience_teams:
            fields["audience"] = "teams"
        story = Story(title=title, happened=happened, language=language, **fields)
        story.audience_teams.set([Team.objects.named(name) for name in audience_teams])
        story.tags.set(list(tags))
        story.save()
        story.save_revision(user=story.author, clean=False)
        story.move_to(state)
        return Story.objects.get(pk=story.pk)

    return make


@pytest.fixture
def photo() -> Callable[..., SimpleUploadedFile]:
    """A photo as a phone sends it; `kind` is Pillow's name of the format."""

    def make(
        kind: str = "JPEG", size: tuple[int, int] = (60, 40), name: str = "beach.jpg", **save: Any
    ) -> SimpleUploadedFile:
        out = io.BytesIO()
        Image.new("RGB", size, "teal").save(out, kind, **save)
        return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")

    return make


@pytest.fixture
def story_form() -> dict[str, str]:
    """What the form needs at least."""
    return {
        "title": "Six hours about boots",
        "happened": "She rang about boots.",
        "language": "en",
        "audience": "everyone",
    }


@pytest.fixture
def queries_of() -> Callable[..., dict[str, int]]:
    """How many queries each address costs, which has to be the same for three things and for thirty."""

    def measured(browser: Client, addresses: Iterable[str]) -> dict[str, list[str]]:
        found = {}
        for address in addresses:
            browser.get(address)  # what is asked once only: content types, sites, renditions
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(address).status_code == 200, address
            found[address] = [query["sql"][:200] for query in asked.captured_queries]
        return found

    def count(browser: Client, addresses: Iterable[str], fill: Callable[[int], object]) -> dict[str, int]:
        fill(3)
        few = measured(browser, addresses)
        fill(27)
        many = measured(browser, addresses)
        for address, queries in many.items():
            assert len(queries) == len(few[address]), "\n".join([address, *queries])
        return {address: len(queries) for address, queries in many.items()}

    return count

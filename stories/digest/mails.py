"""A Digest as mail: rendered once for a language and a manner, then addressed to each person."""

import re
import secrets
from dataclasses import dataclass
from email.mime.image import MIMEImage
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import mrml
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from stories.digest import weeks
from stories.digest.models import Digest, Pick
from stories.digest.recipients import MONTHLY
from stories.flowers import Plant, bouquet, png
from stories.models import Organisation
from stories.reading.plants import plants_of

CLIPPED_AT = 102_000
"""Bytes of HTML beyond which Gmail hides the rest of a mail."""
# Stand-ins until the mail is addressed; nobody can type them into a story.
PREFERENCES, STOP = (f"https://{secrets.token_hex(16)}.invalid/" for _link in range(2))
BOUQUET_WIDTH = 480
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Manner:
    """How somebody wants the Digest: language, full, excerpt or link, and whether it stands for a month."""

    language: str
    body: str = "excerpt"
    monthly: bool = False

    @classmethod
    def of(cls, person: Any) -> "Manner":
        return cls(person.language or settings.LANGUAGE_CODE, person.digest_body, person.digest_frequency == MONTHLY)


@dataclass(frozen=True)
class Rendered:
    """A mail without an address: its links to preferences are stand-ins until it is addressed."""

    subject: str
    html: str
    text: str
    picture: bytes


def render(digest: Digest, manner: Manner) -> Rendered:
    """The mail in that manner; full stories become excerpts where they would be clipped."""
    picks = digest.stories_for_everyone()
    with translation.override(manner.language):
        context = context_of(digest, picks, manner)
        html = html_of(context)
        if manner.body == "full" and len(html.encode()) > CLIPPED_AT:
            context["manner"] = Manner(manner.language, "excerpt", manner.monthly)
            html = html_of(context)
        text = without_control_characters(render_to_string("digest/mail/digest.txt", context))
        subject = " ".join(render_to_string("digest/mail/subject.txt", context).split())
    return Rendered(subject, html, text.strip() + "\n", picture_of(picks))


def context_of(digest: Digest, picks: list[Pick], manner: Manner) -> dict[str, Any]:
    return {
        "digest": digest,
        "picks": picks,
        "manner": manner,
        "organisation": Organisation.load(),
        "base_url": settings.BASE_URL,
        "url": settings.BASE_URL + digest.get_absolute_url(),
        "preferences_url": PREFERENCES,
        "stop_url": STOP,
        "earlier": earlier_in_month(digest) if manner.monthly else [],
        "language": manner.language,
    }


def html_of(context: dict[str, Any]) -> str:
    source = render_to_string("digest/mail/digest.mjml", context)
    return str(mrml.to_html(without_control_characters(source)).content)


def without_control_characters(text: str) -> str:
    """Whatever XML knows: one stray control character in a story, and nobody would get a mail."""
    return _NOT_IN_XML.sub("", text)


def earlier_in_month(digest: Digest) -> list[Digest]:
    """The other Digests of the month that this one closes."""
    organisation = Organisation.load()
    month = digest.sends_at(organisation).month
    others = Digest.objects.published().filter(week_start__lt=digest.week_start)[:5]
    return [other for other in others if weeks.send_time(other.week_start, organisation).month == month]


def picture_of(picks: list[Pick]) -> bytes:
    return drawn(tuple(plants_of(pick.story for pick in picks)))


@lru_cache(maxsize=4)
def drawn(plants: tuple[Plant, ...]) -> bytes:
    """The one costly part of a mail, and the same in every language and manner."""
    return png(bouquet(plants), BOUQUET_WIDTH, dark=True)


def addressed(rendered: Rendered, digest: Digest, person: Any, **options: Any) -> EmailMultiAlternatives:
    """The mail to that person: own preference links, one-click unsubscribing, and a Message-ID that never changes."""
    preferences, stop = preference_links(person)
    fill = {PREFERENCES: preferences, STOP: stop}
    html, text = rendered.html, rendered.text
    for stand_in, link in fill.items():
        html, text = html.replace(stand_in, link), text.replace(stand_in, link)
    message = EmailMultiAlternatives(rendered.subject, text, settings.MAIL_FROM, [person.email], **options)
    message.attach_alternative(html, "text/html")
    message.mixed_subtype = "related"  # type: ignore[attr-defined]
    picture = MIMEImage(rendered.picture, "png")
    picture.add_header("Content-ID", "<bouquet>")
    picture.add_header("Content-Disposition", "inline", filename="bouquet.png")
    message.attach(picture)
    message.extra_headers |= {
        "Message-ID": message_id(digest, person),
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"Bouquet Digest <digest.{host()}>",
        "Auto-Submitted": "auto-generated",
    }
    return message


def preference_links(person: Any) -> tuple[str, str]:
    """(where one chooses, where one click stops it), good without signing in."""
    token = _signer().sign(str(person.pk))
    return tuple(settings.BASE_URL + reverse(name, args=[token]) for name in ("mail_preferences", "mail_stop"))  # type: ignore[return-value]


def person_key(token: str) -> int | None:
    """Whose links carry this token; None if it is none of ours."""
    try:
        return int(_signer().unsign(token))
    except BadSignature:
        return None


def _signer() -> Signer:
    return Signer(salt="mail")


def message_id(digest: Digest, person: Any) -> str:
    """The same for the same Digest and person, whoever sends it and however often."""
    mark = salted_hmac("digest.message", f"{digest.pk}/{person.pk}").hexdigest()[:16]
    return f"<{digest.slug}.{person.pk}.{mark}@{host()}>"


def host() -> str:
    """The site's name for Message-IDs; an address in brackets would not be one."""
    name = urlsplit(settings.BASE_URL).hostname or "localhost"
    return "localhost" if ":" in name else name.encode("idna").decode()

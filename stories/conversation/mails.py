"""Notices by mail, in the person's language; each at most once."""

import logging

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from stories.models import Notice

log = logging.getLogger(__name__)


def mail_notices(limit: int = 200) -> int:
    """Queue the mails of notices not mailed yet; the number queued. Another worker's notice is left to it."""
    notices = Notice.objects.to_mail().select_related("person", "story", "by").order_by("pk")[:limit]
    return sum(mail_once(notice) for notice in notices)


def mail_once(notice: Notice) -> bool:
    """Claim and queue in one transaction: what fails is free again, and does not stop the others."""
    try:
        with transaction.atomic():
            return notice.claim_mail() and mail_notice(notice)
    except Exception:
        log.exception("notice %s could not be mailed", notice.pk)
        return False


def mail_notice(notice: Notice) -> bool:
    with translation.override(notice.person.language or settings.LANGUAGE_CODE):
        url = settings.BASE_URL + notice.get_absolute_url()
        label = _("See it on the wall") if notice.kind == Notice.Kind.APPROVED else _("Look at it")
        why = (
            _("You get this because you told the story.")
            if notice.story
            else _("You get this because you are a leader.")
        )
        context = {"notice": notice, "button_url": url, "button_label": label, "why": why}
        subject = render_to_string("stories/mails/notice_subject.txt", context)
        text = render_to_string("stories/mails/notice.txt", context)
        html = render_to_string("stories/mails/notice.html", context)
    mail = EmailMultiAlternatives(" ".join(subject.split()), text.strip() + "\n", to=[notice.person.email])
    mail.attach_alternative(html, "text/html")
    mail.send()  # into the queue in the database
    return True

"""Invitations: an account, a role, and a link that works once."""

from collections.abc import Sequence

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from people.models import ADMINISTRATORS, LEADERS, User

ROLES: dict[str, list[str]] = {"employee": [], "leader": [LEADERS], "administrator": [ADMINISTRATORS]}


@transaction.atomic
def invite(
    address: str,
    *,
    role: str = "employee",
    name: str = "",
    language: str = "",
    teams: Sequence[str] = (),
    mail: bool = True,
) -> str:
    """The link for that address; the account is made if there is none, and gains the role.

    Who had left comes back as what the invitation says, and not as who they were.
    """
    user = User.objects.by_address(address) or User.objects.create_user(address)
    if not user.is_active:
        user.come_back()
    first, _, last = " ".join(name.split()).partition(" ")
    if name:
        user.first_name, user.last_name = first[:150], last[:150]
    user.language = language or user.language
    user.save()
    user.groups.add(*Group.objects.filter(name__in=ROLES[role]))
    user.join(teams)
    link = one_time_link(user)
    if mail:
        mail_invitation(user, link)
    return link


def one_time_link(user: User) -> str:
    """Good until it is used, the password changes or PASSWORD_RESET_TIMEOUT is over."""
    return link_of(f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}")


def link_of(key: str) -> str:
    """Where a key leads, by the address of the site: a request may come by any name of it, or a forged one."""
    uid, token = key.split("-", 1)
    return settings.BASE_URL + reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})


def mail_invitation(user: User, link: str) -> None:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        context = {
            "button_url": link,
            "button_label": _("Choose a password"),
            "why": _("An administrator has invited you."),
        }
        subject = " ".join(render_to_string("people/mails/invitation_subject.txt", context).split())
        message = EmailMultiAlternatives(
            subject, render_to_string("people/mails/invitation.txt", context), to=[user.email]
        )
        message.attach_alternative(render_to_string("people/mails/invitation.html", context), "text/html")
    message.send()

"""What people decide for themselves: language, name, teams, mail; the mail choices also without signing in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language as remember_in_cookie

from people.forms import MailForm, ProfileForm
from people.models import User
from stories.digest.mails import person_key
from stories.models import Story, StoryChange
from stories.request import PersonRequest


@login_not_required
@require_POST
def set_language(request: PersonRequest) -> HttpResponse:
    """Django's own view, and for somebody signed in the account remembers it too (mails speak it)."""
    response: HttpResponse = remember_in_cookie(request)
    language = request.POST.get("language")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=language)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: PersonRequest) -> HttpResponse:
    user = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method != "POST":
        return render(request, "people/profile.html", {"form": form})
    if not form.is_valid():
        return render(request, "people/profile.html", {"form": form}, status=422)
    renamed = {"first_name", "last_name"} & set(form.changed_data)
    with transaction.atomic():
        form.save()
        if renamed:  # the stories are found by the name
            StoryChange.note_all(Story.objects.naming(user))
    with translation.override(user.language or translation.get_language()):
        messages.success(request, _("Kept."))
    return redirect("profile")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_preferences(request: PersonRequest, token: str) -> HttpResponse:
    """How often and how much, by the signed link in every Digest; looking changes nothing."""
    person = person_of(token)
    form = MailForm(request.POST or None, instance=person)
    with translation.override(person.language or translation.get_language()):
        status = 200
        if request.method == "POST":
            if form.is_valid():
                form.save()
                messages.success(request, _("Kept."))
                return redirect("mail_preferences", token)
            status = 422
        return render(request, "people/mail.html", {"form": form, "person": person, "token": token}, status=status)


@csrf_exempt  # mail programs post here themselves (RFC 8058); the token is the proof
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_stop(request: PersonRequest, token: str) -> HttpResponse:
    """One click stops the Digest; a person who follows the link is asked first."""
    person = person_of(token)
    with translation.override(person.language or translation.get_language()):
        if request.method == "POST":
            User.objects.filter(pk=person.pk).update(digest_frequency=User.Frequency.OFF)
        context = {"person": person, "token": token, "stopped": request.method == "POST"}
        return render(request, "people/mail_stop.html", context)


def person_of(token: str) -> User:
    return get_object_or_404(User, pk=person_key(token), is_active=True)

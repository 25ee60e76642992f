"""What a person decides about their own account."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from people.models import User


class SaidOnce:
    """Labels say what a field is and one link leads to a forgotten password; allauth says both twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)


class SignInForm(SaidOnce, LoginForm):  # type: ignore[misc]
    pass


class ForgottenPasswordForm(SaidOnce, ResetPasswordForm):  # type: ignore[misc]
    pass


class ProfileForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["first_name", "last_name", "language", "teams", "digest_frequency", "digest_body", "mail_notices"]
        widgets = {
            "teams": forms.CheckboxSelectMultiple,
            "digest_frequency": forms.RadioSelect,
            "digest_body": forms.RadioSelect,
            "language": forms.RadioSelect,
        }
        labels = {"first_name": _("First name"), "last_name": _("Last name"), "language": _("Language")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].required = True
        languages: Any = self.fields["language"]
        languages.choices = [("", _("As my browser says")), *settings.LANGUAGES]


class MailForm(forms.ModelForm[User]):
    """The mail choices alone, for the page that needs no sign-in."""

    class Meta:
        model = User
        fields = ["digest_frequency", "digest_body"]
        widgets = {"digest_frequency": forms.RadioSelect, "digest_body": forms.RadioSelect}

"""Wagtail's forms for people, with our fields. Nobody is made a superuser there."""

from typing import Any

from wagtail.users.forms import UserCreationForm, UserEditForm

from people.models import User

FIELDS = ["email", "first_name", "last_name", "language", "teams", "is_trusted", "is_active", "groups"]


class LowerCaseAddress:
    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        """One spelling of an address, as invitations keep it."""
        return str(self.cleaned_data["email"]).lower()


class PersonForm(LowerCaseAddress, UserEditForm):  # type: ignore[misc]
    class Meta(UserEditForm.Meta):
        model = User
        fields = FIELDS

    is_superuser = None

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:  # nobody locks themselves out
            del self.fields["is_active"]


class NewPersonForm(LowerCaseAddress, UserCreationForm):  # type: ignore[misc]
    class Meta(UserCreationForm.Meta):
        model = User
        fields = [name for name in FIELDS if name != "is_active"]

    is_superuser = None

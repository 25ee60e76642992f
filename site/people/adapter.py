from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from people.invitation import link_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up alone: accounts come by `manage.py invite` or from an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        return link_of(key)

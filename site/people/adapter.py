from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up alone: accounts come by `manage.py invite` or from an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

"""What holds for every request: sign-in, content security policy, no shared caching."""

import logging
from collections.abc import Callable
from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest, ValidationError
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.datastructures import MultiValueDictKeyError

from intranet.views import bad_request

log = logging.getLogger(__name__)
ADMIN_PATH = "/admin/"


class PrivateSiteMiddleware(LoginRequiredMiddleware):
    """Every address needs sign-in but these; `tests/intranet/test_private_site.py` walks the resolver against it.

    Besides them, allauth's own pages and `admin_gate` mark themselves as open.
    """

    PUBLIC = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "set_language", "healthz"}

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match and match.view_name in self.PUBLIC:
            return None
        response: HttpResponseBase | None = super().process_view(request, view_func, view_args, view_kwargs)
        return response


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict nonce policy on the site, the measured looser one under /admin/."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(ADMIN_PATH):
            # A preview comes through the middleware twice: within as the site's page, which nobody may frame.
            del response["Content-Security-Policy"]
        finished: HttpResponseBase = super().process_response(request, response)
        return finished

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(ADMIN_PATH) and not report_only:
            # No nonce: a nonce would void 'unsafe-inline'.
            parts.config, parts.nonce = settings.ADMIN_CONTENT_SECURITY_POLICY, None
        return parts


class UndecodableInputMiddleware:
    """A NUL in an address or a field is no text: PostgreSQL refuses it, so it is a bad request everywhere.

    So is a number that no database holds; and Wagtail's admin takes whatever stands where a row of a form should be.
    """

    NO_NUMBER = (OverflowError, DataError)
    NO_ROW = (IntegrityError, MultiValueDictKeyError, ValidationError)

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or any("\0" in value for values in request.GET.lists() for value in values[1]):
            raise BadRequest("NUL character")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        no_id = isinstance(exception, ValueError) and "expected a number but got" in str(exception)
        in_admin = request.path.startswith(ADMIN_PATH) and (no_id or isinstance(exception, self.NO_ROW))
        if not in_admin and not isinstance(exception, self.NO_NUMBER):
            return None
        log.warning("%s %s was no good request", request.method, request.path, exc_info=exception)
        return bad_request(request, exception)


class PrivateCacheMiddleware:
    """Pages are for one person: proxies keep nothing, browsers ask again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response

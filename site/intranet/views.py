"""The admin's gate and the pages for what went wrong."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from stories.posting.kept import keep_words
from stories.request import PersonRequest


@login_not_required
def admin_gate(request: HttpRequest) -> HttpResponse:
    """The admin has no sign-in of its own: allauth's throttling stands before it, and employees get a kind no."""
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied(_("The administration is for leaders and administrators."))
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/admin/"
    if request.user.is_authenticated:
        return redirect(target)
    return redirect_to_login(target, resolve_url("account_login"))


def not_here(request: HttpRequest) -> HttpResponse:
    raise Http404


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"reason": str(exception)}, status=403)


@login_not_required
def csrf_failure(request: PersonRequest, reason: str = "") -> HttpResponse:
    """A form that stood open too long. What was told in it is kept and shown again, unless another site put it there."""
    from_elsewhere = request.headers.get("Sec-Fetch-Site") == "cross-site"
    if (
        request.method == "POST"
        and not from_elsewhere
        and request.path.startswith("/tell/")
        and request.path != "/tell/keep/"
    ):
        response = keep_words(request)
        if request.user.is_authenticated and response.has_header("Location"):
            response["Location"] = request.path
        return response
    return render(request, "403_csrf.html", status=403)

"""The site map. Wagtail's pages come last; every address but the allow-list in middleware.py needs sign-in."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from intranet import health, media, views
from stories.posting.views import admin_tags

urlpatterns = [
    path("healthz/", health.healthz, name="healthz"),
    path("health/", health.health, name="health"),
    path("", include("people.urls")),
    path("accounts/email/", RedirectView.as_view(pattern_name="profile"), name="account_email"),
    path("accounts/", include("allauth.account.urls")),
    path("admin/login/", views.admin_gate, name="admin_gate"),
    # Reports, the admin's own API and its chooser of tags know nothing of whose draft it is; the other fails on purpose.
    re_path(r"^admin/(?:reports|failwhale|api/main/(?:images|documents)|snippets/choose/stories/tag)/", views.not_here),
    re_path(r"^admin/tag-autocomplete/", admin_tags),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media.protected_media, name="media"),
    path("", include("search.urls")),
    path("", include("stories.urls")),
    # Wagtail's own sign-in for pages would go around allauth's throttling.
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("", include(wagtail_urls)),
]

handler400 = "intranet.views.bad_request"
handler403 = "intranet.views.forbidden"

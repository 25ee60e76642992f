"""Photos and other files: who may see the story may see its photo, and nobody has a link that does without."""

import mimetypes
import posixpath
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from stories.models import Organisation, StoryImage, StoryRendition

SHOWN = {"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"}


@require_safe
def protected_media(request: HttpRequest, path: str) -> HttpResponseBase:
    clean = posixpath.normpath(path).lstrip("/")
    if clean != path or clean.startswith("..") or not may_see(request.user, clean):
        raise Http404
    kind = mimetypes.guess_type(clean)[0] or "application/octet-stream"
    response = handed_over(clean, kind)
    response["Content-Type"] = kind
    response["Content-Disposition"] = "inline" if kind in SHOWN else "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400"
    return response


def handed_over(path: str, kind: str) -> HttpResponseBase:
    """The file itself, or the word to the web server that may send it (MEDIA_ACCEL_PREFIX)."""
    if settings.MEDIA_ACCEL_PREFIX:
        return HttpResponse(headers={"X-Accel-Redirect": settings.MEDIA_ACCEL_PREFIX + quote(path)})
    try:
        return FileResponse(default_storage.open(path, "rb"), content_type=kind)
    except OSError as error:
        raise Http404 from error


def may_see(user: Any, path: str) -> bool:
    """Who uploaded it and who may read a story that shows it; the logo is everyone's."""
    image = image_at(path)
    if image is None:
        return bool(user.has_perm("wagtailadmin.access_admin"))
    is_logo = Organisation.objects.filter(logo=image).exists()
    return is_logo or StoryImage.visible_to(user).filter(pk=image.pk).exists()


def image_at(path: str) -> StoryImage | None:
    rendition = StoryRendition.objects.filter(file=path).select_related("image").first()
    return rendition.image if rendition else StoryImage.objects.filter(file=path).first()

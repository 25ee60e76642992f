"""The wall, the story page, theme pages, flowers."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from stories.digest.models import Digest
from stories.flowers import SPECIES, Plant, as_file, bouquet, field, flower
from stories.models import Organisation, Principle, Story, Tag
from stories.reading.pages import page_of
from stories.reading.plants import plants_in, plants_of
from stories.request import PersonRequest

FIELD_STORIES = 14
WEEK = timedelta(days=7)


@require_safe
def wall(request: PersonRequest) -> HttpResponse:
    stories = Story.objects.visible_to(request.user).live()
    page = page_of(stories.newest_first().for_cards(), request)
    context = {
        "page": page,
        "digest": latest_digest(request.user) if page.number == 1 else None,
        "this_week": stories.told_since(timezone.now() - WEEK).count(),
        "bouquet": plants_of(page.rows[:7]),
        "principles": Principle.objects.all(),
        "organisation": Organisation.load(request_or_site=request),
    }
    return render(request, "stories/wall.html", context)


def latest_digest(user: Any) -> tuple[Digest, list[Plant]] | None:
    """The Digest on top of the wall and its bouquet, of what this person may read."""
    digest = Digest.objects.published().first()
    picks = digest.stories_for(user) if digest else []
    return (digest, plants_of(pick.story for pick in picks)) if digest and picks else None


@require_safe
def story(request: PersonRequest, pk: int, slug: str = "") -> HttpResponse:
    found = get_object_or_404(
        Story.objects.visible_to(request.user)
        .for_cards()
        .select_related("channel")
        .prefetch_related("colleagues__user", "gestures__kind", "tags"),
        pk=pk,
    )
    if slug != found.slug:
        return redirect(found.get_absolute_url(), permanent=False)
    return render(request, "stories/story.html", story_context(request, found))


def story_context(request: PersonRequest, story: Story) -> dict[str, Any]:
    similar = import_string(settings.SIMILAR_STORIES) if settings.SIMILAR_STORIES and story.live else None
    return {
        "story": story,
        "applauded": story.is_applauded_by(request.user),
        "similar": similar(story, request.user) if similar else [],
        "is_mine": story.may_edit(request.user),
        "picked_for": Digest.objects.taking(timezone.now()).holding(story).first() if request.user.is_leader else None,
    }


@require_safe
def principle(request: PersonRequest, slug: str) -> HttpResponse:
    theme = get_object_or_404(Principle, slug=slug)
    stories = Story.objects.visible_to(request.user).live().with_principle(theme)
    page = page_of(stories.newest_first().for_cards(), request)
    grown = stories.newest_first().with_flowers()[:FIELD_STORIES]
    return render(request, "stories/principle.html", {"principle": theme, "page": page, "field": plants_of(grown)})


@require_safe
def tag(request: PersonRequest, slug: str) -> HttpResponse:
    theme = get_object_or_404(Tag, slug=slug)
    stories = Story.objects.visible_to(request.user).live().with_tag(theme)
    page = page_of(stories.newest_first().for_cards(), request)
    if not page.rows and not stories.exists():
        raise Http404  # a tag only on stories that this person may not read is no tag
    return render(request, "stories/tag.html", {"tag": theme, "page": page})


@require_safe
def flower_file(request: PersonRequest, species: str, seed: int, fullness: int, level: int) -> HttpResponse:
    """A story's flower as a file of its own address: the same address is the same picture for ever."""
    if species not in SPECIES or fullness > 7 or level > 4:
        raise Http404
    return picture(flower(Plant(str(seed), species, fullness, level)))


@require_safe
def bouquet_file(request: PersonRequest, plants: str) -> HttpResponse:
    return picture(bouquet(plants_or_404(plants)))


@require_safe
def field_file(request: PersonRequest, plants: str) -> HttpResponse:
    return picture(field(plants_or_404(plants)))


def plants_or_404(path: str) -> list[Plant]:
    plants = plants_in(path)
    if plants is None:
        raise Http404
    return plants


def picture(svg: str) -> HttpResponse:
    response = HttpResponse(as_file(svg), content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response

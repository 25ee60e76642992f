"""What the pages need to say of a story: its flower's address, the date as people say it."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from django import template
from django.contrib.humanize.templatetags.humanize import naturalday
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext

from stories.flowers import Plant, flower_title
from stories.models import Story, StoryPhoto
from stories.models.photo import PAGE, THUMB
from stories.reading.plants import plant_of, plants_path

register = template.Library()


@register.simple_tag
def flower_url(story: Story) -> str:
    plant = plant_of(story)
    return reverse("flower", args=[plant.species, plant.seed, plant.fullness, plant.level])


@register.simple_tag
def species_url(species: str) -> str:
    """A flower of that species that belongs to no story."""
    return reverse("flower", args=[species, 7, 2, 1])


@register.simple_tag
def flower_alt(story: Story) -> str:
    return flower_title(story.species, str(story))


@register.simple_tag
def bouquet_url(plants: Sequence[Plant]) -> str:
    return reverse("bouquet", args=[plants_path(plants)])


@register.simple_tag
def field_url(plants: Sequence[Plant]) -> str:
    return reverse("field", args=[plants_path(plants)])


@register.filter
def day(value: date | datetime | None) -> str:
    """2026-11-18: the day for a machine, `when` for a person."""
    return day_of(value).isoformat() if value else ""


@register.filter
def when(value: date | datetime | None) -> str:
    """today, i går, 18 Nov, 18. nov., and with the year where it is another one."""
    if not value:
        return ""
    told, today = day_of(value), timezone.localdate()
    if abs((today - told).days) <= 1:
        return str(naturalday(told))
    return short_date(told, told.year != today.year, get_language())


def day_of(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


@lru_cache(maxsize=10_000)
def short_date(told: date, with_year: bool, _active_language: str | None) -> str:
    """Lists have the same days again and again, and a date takes longer to write than the rest of a row.

    The language is only there to be remembered by: what writes dates takes the active one.
    """
    if with_year:
        return date_format(told, pgettext("a short date, in Django's letters: day, month and year", "j M Y"))
    return date_format(told, pgettext("a short date, in Django's letters: day and month", "j M"))


@register.simple_tag
def photo_page(photo: StoryPhoto) -> object:
    """The photo as wide as a page; its rendition is prefetched with the story."""
    return photo.sized(PAGE)


@register.simple_tag
def photo_thumb(photo: StoryPhoto) -> object:
    return photo.sized(THUMB)

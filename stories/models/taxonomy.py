"""What stories are sorted by: principles, channels, kinds of gestures (each named in three languages) and tags."""

from anyascii import anyascii
from django.db import models
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase

from stories.flowers import SPECIES, flower_name

LANGUAGES = ("en", "da", "sv")


class Named(models.Model):
    """Something that leaders may rename, shown in the reader's language."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name_en = models.CharField(_("English name"), max_length=80)
    name_da = models.CharField(_("Danish name"), max_length=80, blank=True)
    name_sv = models.CharField(_("Swedish name"), max_length=80, blank=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ["sort_order", "slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.in_language("name")

    @property
    def names(self) -> list[str]:
        """The display names in all languages, without repeats: searchable text."""
        return list(dict.fromkeys(name for name in (self.name_en, self.name_da, self.name_sv) if name))

    def in_language(self, field: str) -> str:
        """The field's text in the active language; English where nobody has translated it."""
        language = (get_language() or "en")[:2]
        text: str = getattr(self, f"{field}_{language if language in LANGUAGES else 'en'}")
        return text or getattr(self, f"{field}_en")


class Principle(Named):
    """One of the ways to exceptional service; every story of it grows the same species of flower."""

    species = models.CharField(
        _("flower"), max_length=20, choices=[(species, flower_name(species)) for species in SPECIES], default="daisy"
    )
    description_en = models.TextField(_("English description"), blank=True)
    description_da = models.TextField(_("Danish description"), blank=True)
    description_sv = models.TextField(_("Swedish description"), blank=True)

    class Meta(Named.Meta):
        verbose_name = _("principle")
        verbose_name_plural = _("principles")

    @property
    def description(self) -> str:
        return self.in_language("description")


class Channel(Named):
    class Meta(Named.Meta):
        verbose_name = _("channel")
        verbose_name_plural = _("channels")


class GestureKind(Named):
    class Meta(Named.Meta):
        verbose_name = _("kind of gesture")
        verbose_name_plural = _("kinds of gestures")


class Tag(TagBase):
    """A free word on stories, kept in lower case so that `Boots` and `boots` are one."""

    free_tagging = True

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def clean(self) -> None:
        self.name = self.tidy(self.name)

    def slugify(self, tag: str, i: int | None = None) -> str:
        """`snørebånd` is `snorebaand`; a tag without letters is still a tag."""
        slug = slugify(anyascii(tag)) or "tag"
        return slug if i is None else f"{slug}_{i}"

    @staticmethod
    def tidy(name: str) -> str:
        return " ".join(name.casefold().replace(",", " ").replace(";", " ").split())[:60].strip()


class StoryTag(ItemBase):
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="story_tags")
    content_object = ParentalKey("stories.Story", on_delete=models.CASCADE, related_name="story_tags")

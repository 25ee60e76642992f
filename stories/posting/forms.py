"""The form in which a story is told. Only title, what happened and language are required, and only to hand it in."""

from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import ClusterForm

from stories.models import Channel, Colleague, Gesture, GestureKind, Principle, Story, StoryImage, StoryPhoto, Tag
from stories.posting.people import named_people
from stories.posting.photos import MOST_PHOTOS, PhotosField, store

MOST_TAGS, MOST_COLLEAGUES = 10, 20


def words_between_commas(text: str, most: int) -> list[str]:
    """The distinct words of a list such as `boots, Norway`, in order, at most that many."""
    parts = (" ".join(part.split()) for part in text.replace(";", ",").replace("\n", ",").split(","))
    return list(dict.fromkeys(part for part in parts if part))[:most]


class TellForm(ClusterForm):  # type: ignore[misc]
    writer = forms.CharField(widget=forms.HiddenInput, required=False)
    wow = forms.MultipleChoiceField(
        label=_("What made it special?"), choices=Story.Wow.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    decided_on_spot = forms.NullBooleanField(
        label=_("Decided on the spot?"),
        required=False,
        widget=forms.RadioSelect(
            choices=[("", _("Not said")), ("true", _("Yes")), ("false", _("No, it was approved first"))]
        ),
    )
    colleagues = forms.CharField(
        label=_("Who did it?"),
        required=False,
        max_length=1000,
        help_text=_("Names with commas between them. Leave it empty if it was you."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "data-tags": "",
                "data-tags-url": reverse_lazy("suggestions", args=["people"]),
            }
        ),
    )
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=600,
        help_text=_("Words to find it by, with commas between them."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "data-tags": "",
                "data-tags-url": reverse_lazy("suggestions", args=["tags"]),
            }
        ),
    )
    photos = PhotosField(
        label=_("Photos"),
        required=False,
        help_text=_("Up to six. Place and camera data are removed. Ask the people in the picture first."),
    )
    photo_text = forms.CharField(
        label=_("What do the photos show?"),
        required=False,
        max_length=255,
        help_text=_("One sentence for colleagues who cannot see them."),
    )

    class Meta:
        model = Story
        fields = [
            "title", "summary", "language", "happened", "expected", "response", "feeling", "customer_quote", "consent",
            "moment_date", "principle", "channel", "team", "level", "started_as", "wow", "decided_on_spot", "audience",
            "audience_teams",
        ]  # fmt: skip
        formsets: list[str] = []
        labels = {
            "title": _("What would the headline be?"),
            "summary": _("In one or two sentences"),
            "language": _("Language of the story"),
            "happened": _("What happened?"),
            "expected": _("What would have been fine?"),
            "response": _("What did you do that nobody had asked you to?"),
            "feeling": _("How did the customer feel?"),
            "customer_quote": _("The customer's own words"),
            "consent": _("The customer has agreed to be quoted"),
            "moment_date": _("When did it happen?"),
            "principle": _("Which principle does it show?"),
            "channel": _("Where did you meet the customer?"),
            "team": _("Which team?"),
            "level": _("How far did it go?"),
            "started_as": _("How did it start?"),
            "audience": _("Who may read it?"),
            "audience_teams": _("Which teams?"),
        }
        help_texts = {
            "happened": _("Write as you would tell it at lunch. Leave out the customer's name."),
            "expected": _("What any decent place would have done."),
            "summary": _("At most 200 characters; it stands on the card."),
            "consent": _("Without it the words are not shown."),
        }
        widgets = {
            "happened": forms.Textarea(attrs={"rows": 7}),
            "expected": forms.Textarea(attrs={"rows": 3}),
            "response": forms.Textarea(attrs={"rows": 7}),
            "feeling": forms.Textarea(attrs={"rows": 3}),
            "customer_quote": forms.Textarea(attrs={"rows": 2}),
            "summary": forms.Textarea(attrs={"rows": 2, "maxlength": 200}),
            "moment_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "level": forms.RadioSelect,
            "started_as": forms.RadioSelect,
            "principle": forms.RadioSelect,
            "audience": forms.RadioSelect,
            "audience_teams": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, author: Any, to_hand_in: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.author = author
        self.gesture_kinds = list(GestureKind.objects.all())
        for kind in self.gesture_kinds:
            self.fields[f"gesture_{kind.slug}"] = forms.IntegerField(
                label=kind.name,
                min_value=0,
                max_value=999,
                required=False,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
        # By the image: the photos of a text that waits have no rows of their own yet.
        own = StoryImage.objects.filter(pk__in=[photo.image_id for photo in self.kept_photos])
        self.fields["photos_away"] = forms.ModelMultipleChoiceField(own, required=False)
        for name, choices in (("principle", Principle), ("channel", Channel)):
            self.fields[name].queryset = choices.objects.all()
            self.fields[name].empty_label = str(_("Not chosen"))
        self.fields["team"].empty_label = str(_("Not chosen"))
        for name in ("level", "started_as"):
            self.fields[name].choices = [
                ("", _("Not said")),
                *[choice for choice in self.fields[name].choices if choice[0]],
            ]
        if not to_hand_in:
            for field in self.fields.values():
                field.required = False
        self.initial |= self.initial_of_children() | {"writer": Signer(salt="writer").sign(author.pk)}

    def initial_of_children(self) -> dict[str, Any]:
        story = self.instance
        initial: dict[str, Any] = {f"gesture_{gesture.kind.slug}": gesture.number for gesture in story.gestures.all()}
        initial["colleagues"] = ", ".join(str(colleague) for colleague in story.colleagues.all())
        initial["tags"] = ", ".join(tag.name for tag in story.tags.all()) if story.pk else ""
        return initial

    @property
    def gesture_fields(self) -> list[forms.BoundField]:
        return [self[f"gesture_{kind.slug}"] for kind in self.gesture_kinds]

    @property
    def has_more(self) -> bool:
        """Whether the folded part of the form says anything, or has an error."""
        names = [
            "moment_date",
            "wow",
            "level",
            "started_as",
            "decided_on_spot",
            *(field.name for field in self.gesture_fields),
        ]
        return any(self[name].value() not in (None, "", []) or name in self.errors for name in names)

    @property
    def kept_photos(self) -> list[StoryPhoto]:
        return list(self.instance.photos.all())

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or self.instance.language or "en"

    def clean_audience(self) -> str:
        return self.cleaned_data["audience"] or Story.Audience.EVERYONE

    def clean_tags(self) -> list[str]:
        words = [Tag.tidy(word) for word in words_between_commas(self.cleaned_data["tags"], MOST_TAGS)]
        return list(dict.fromkeys(word for word in words if word))

    def clean_colleagues(self) -> list[str]:
        return [name[:150] for name in words_between_commas(self.cleaned_data["colleagues"], MOST_COLLEAGUES)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for_nobody = cleaned.get("audience") == Story.Audience.TEAMS and not cleaned.get("audience_teams")
        if for_nobody and "audience_teams" not in self.errors and self.fields["title"].required:
            self.add_error("audience_teams", _("Choose at least one team, or let everyone read it."))
        kept = len(self.kept_photos) - len(cleaned.get("photos_away") or [])
        if kept + len(cleaned.get("photos") or []) > MOST_PHOTOS:
            self.add_error("photos", _("At most %(number)s photos, please.") % {"number": MOST_PHOTOS})
        return cleaned

    def says_nothing(self) -> bool:
        """Not a word is written yet and no photo chosen: there is nothing to keep."""
        written = ("title", "summary", *Story.PROMPTS, "customer_quote", "colleagues", "tags")
        return not self.files and not any(self.data.get(name, "").strip() for name in written)

    def fill(self) -> Story:
        """The story with all that was valid in the form; nothing is saved yet but new photos."""
        story: Story = self.save(commit=False) if not self.errors else self.fill_valid_columns()
        cleaned = self.cleaned_data
        if "colleagues" in cleaned:
            story.colleagues.set(
                [Colleague(user=user, name=name) for name, user in named_people(cleaned["colleagues"])]
            )
        if "tags" in cleaned:
            story.tags.set(cleaned["tags"])
        numbers = {kind: cleaned.get(f"gesture_{kind.slug}") or 0 for kind in self.gesture_kinds}
        story.gestures.set([Gesture(kind=kind, number=number) for kind, number in numbers.items() if number])
        self.fill_photos(story)
        return story

    def fill_valid_columns(self) -> Story:
        """`construct_instance` has put the valid fields on the story already; teams alone are held back."""
        if "audience_teams" in self.cleaned_data:
            self.instance.audience_teams.set(self.cleaned_data["audience_teams"])
        return self.instance

    def fill_photos(self, story: Story) -> None:
        away = {image.pk for image in self.cleaned_data.get("photos_away") or []}
        photos = [photo for photo in story.photos.all() if photo.image_id not in away]
        text = self.cleaned_data.get("photo_text") or ""
        new = [
            StoryPhoto(image=store(file, by=self.author, description=text))
            for file in self.cleaned_data.get("photos") or []
        ]
        if away or new:
            story.photos.set(photos + new)


def said(story: Story) -> dict[str, Any]:
    """What the form asks for, as the story has it: two stories that say the same are equal in it."""
    columns = [name for name in TellForm._meta.fields if name != "audience_teams"]
    return {name: getattr(story, name) for name in columns} | {
        "audience_teams": sorted(team.pk for team in story.audience_teams.all()),
        "colleagues": [str(colleague) for colleague in story.colleagues.all()],
        "tags": sorted(tag.name for tag in story.tags.all()),
        "gestures": sorted((gesture.kind_id, gesture.number) for gesture in story.gestures.all()),
        "photos": [photo.image_id for photo in story.photos.all()],
    }


def writer_of(signed: str) -> str | None:
    """The key of the person to whom the form was shown that carried this `writer`; None if it is none of ours."""
    try:
        return Signer(salt="writer").unsign(signed)
    except BadSignature:
        return None


def belongs_to_another(writer: str, user: Any) -> bool:
    """True if a form that carried this `writer` was shown to somebody else."""
    return bool(writer) and writer_of(writer) != str(user.pk)

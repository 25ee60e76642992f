"""The desk's form: everything that was typed comes with every button, so no button loses a word."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from stories.digest.models import Digest, Pick
from stories.digest.questions import stored
from stories.models import Story


class DeskForm(forms.ModelForm[Digest]):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    class Meta:
        model = Digest
        fields = ["title", "note", "question"]
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "question": forms.TextInput(attrs={"list": "questions", "autocomplete": "off"}),
        }
        help_texts = {"title": _("One line for the week; left empty, the number of stories stands there.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.picks = list(
            Pick.objects.filter(digest=self.instance)
            .exclude(story__state=Story.State.DRAFT)  # taken back altogether: its author's alone
            .select_related("story__principle")
            .prefetch_related("story__gestures")
        )
        for pick in self.picks:
            self.fields[f"insight-{pick.pk}"] = forms.CharField(
                label=_("Insight for “%(title)s”") % {"title": pick.story},
                initial=pick.insight,
                required=False,
                max_length=300,
                widget=forms.TextInput(attrs={"placeholder": _("Why this one? A line for everyone")}),
            )
        self.initial = {**self.initial, "question": self.instance.question_text, "version": self.instance.version}

    @property
    def rows(self) -> list[tuple[Pick, forms.BoundField]]:
        return [(pick, self[f"insight-{pick.pk}"]) for pick in self.picks]

    @classmethod
    def on_top(cls, digest: Digest, typed: QueryDict) -> "DeskForm":
        """What was typed on top of the Digest as it is now: what only the newest version has stands there too."""
        newest = cls(instance=digest)
        data = typed.copy()
        for name in newest.fields:
            data.setdefault(name, newest[name].value())
        data["version"] = str(digest.version)
        return cls(data, instance=digest)

    def clean_question(self) -> str:
        return stored(self.cleaned_data["question"])

    def save(self, commit: bool = True) -> Digest:
        """Keep the lines that were sent and the order in which the picks were; what was not sent stays as it is."""
        digest = self.instance
        told = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.data}
        Digest.objects.filter(pk=digest.pk).update(**told)
        for pick in self.picks:
            if f"insight-{pick.pk}" in self.data:
                pick.insight = self.cleaned_data[f"insight-{pick.pk}"]
        Pick.objects.bulk_update(self.picks, ["insight"])
        digest.put_in_order(self.sent_order())
        return digest

    @property
    def sent(self) -> Any:
        """The QueryDict that came in."""
        return self.data

    def sent_order(self) -> list[int]:
        numbers = [text for text in self.sent.getlist("pick") if text.isascii() and text.isdigit() and len(text) < 19]
        return [int(text) for text in numbers] or [pick.pk for pick in self.picks]

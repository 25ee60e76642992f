from django import forms
from django.utils.translation import gettext_lazy as _


class ReturnForm(forms.Form):
    """Why a story goes back to its author: a person reads it, so it needs words."""

    reason = forms.CharField(
        label=_("What should change?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The author reads this, and can send the story again."),
    )


class ApproveForm(forms.Form):
    trust = forms.BooleanField(label=_("Trust this author: later stories go live at once"), required=False)

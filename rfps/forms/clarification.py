"""A question to bidders about their bids, and a bidder's answer. Neither has a field for a price."""

from django import forms

from rfps import inspection, zones
from rfps.forms.board import TAKEN
from rfps.forms.request import WallClockField
from rfps.models import Invitation


class AskForm(forms.Form):
    invited = forms.ModelMultipleChoiceField(
        queryset=Invitation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label="Ask",
        help_text="Each reads the question as if it were asked alone.",
        error_messages={"required": "Choose at least one bidder."},
    )
    text = forms.CharField(
        label="Your question",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Ask what is meant, not for another price: the answer cannot change one.",
    )
    due = WallClockField(label="Answer until")

    def __init__(self, *args, bidders, zone: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["invited"].queryset = bidders
        self.fields["invited"].label_from_instance = lambda invitation: invitation.vendor.name
        self.fields["due"].help_text = f"Time in {zone.replace('_', ' ')}."

    def clean_due(self):
        try:
            return zones.to_instant(self.cleaned_data["due"], self.zone)
        except zones.ImpossibleTimeError as error:
            raise forms.ValidationError(str(error)) from error

    @property
    def asked(self) -> dict:
        """Return what the service takes."""
        cleaned = self.cleaned_data
        return {"invited": cleaned["invited"], "text": cleaned["text"], "due_at": cleaned["due"]}


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, inspected one by one by the service."""

    widget = FilesInput(attrs={"accept": inspection.ACCEPT})

    def clean(self, data, initial=None) -> list:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one) for one in given if one]


class ClarifyForm(forms.Form):
    text = forms.CharField(
        label="Your answer", max_length=10_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    files = FilesField(required=False, help_text=TAKEN)

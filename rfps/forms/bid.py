"""What the bid pages send beside the bid itself, which ``rfps.bidding`` reads."""

from django import forms
from django.core.exceptions import BadRequest

from rfps import zones
from rfps.forms.request import WallClockField
from rfps.inspection import ACCEPT

LARGEST = 2**31 - 1


def number_in(post, name: str) -> int:
    """
    Return a number that a page of ours put into its form.

    :raises BadRequest: if somebody has changed it into none
    """
    text = post.get(name, "")
    if not (text.isascii() and text.isdigit()) or int(text[:12]) > LARGEST:
        raise BadRequest(f"{name} is no number of ours.")
    return int(text)


class GridForm(forms.Form):
    grid = forms.FileField(
        label="Filled-in grid",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "Choose the workbook you filled in."},
    )


class PaperForm(forms.Form):
    """That a bid came on paper: whose, and when."""

    invitation = forms.ModelChoiceField(queryset=None, label="Vendor", empty_label="Choose")
    received = WallClockField(label="Received")
    note = forms.CharField(
        max_length=300,
        required=False,
        help_text="How it came and where it is kept; nothing of what is in it.",
    )

    def __init__(self, *args, invitations, zone: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["invitation"].queryset = invitations
        self.fields["invitation"].label_from_instance = lambda invitation: invitation.vendor.name
        self.fields["received"].help_text = f"In {zone.replace('_', ' ')}."
        self.zone = zone

    def clean_received(self):
        try:
            return zones.to_instant(self.cleaned_data["received"], self.zone)
        except zones.ImpossibleTimeError as error:
            raise forms.ValidationError(str(error)) from error


class ReceiptForm(forms.Form):
    """A receipt and the files it speaks of."""

    sha256 = forms.RegexField(
        r"^\s*[0-9a-fA-F]{64}\s*$",
        label="Receipt (SHA-256)",
        required=False,
        error_messages={"invalid": "A receipt is 64 characters from 0 to 9 and a to f."},
    )
    documents = forms.FileField(
        label="The head, its parts and its files",
        required=False,
        widget=forms.FileInput(attrs={"accept": f".json,{ACCEPT}"}),
    )

    def clean_sha256(self):
        return self.cleaned_data["sha256"].strip().lower()

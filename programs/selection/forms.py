"""The sign-off of a shortlisted vendor."""

from django import forms


class SignForm(forms.Form):
    reason = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Why this vendor, in the words of the selection file.",
    )

"""What the vendor answers by its link."""

from datetime import timedelta

from django import forms

from rfps import zones
from rfps.choices import DeclineReason


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(
        choices=DeclineReason.choices, widget=forms.RadioSelect, label="Why do you decline?"
    )
    note = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
        label="Anything to add",
    )


class RemindForm(forms.Form):
    """A few sensible moments before the deadline; nothing else is accepted."""

    at = forms.ChoiceField(label="Remind me", widget=forms.RadioSelect)

    BEFORE = (
        (timedelta(days=1), "1 day before the deadline"),
        (timedelta(days=3), "3 days before the deadline"),
        (timedelta(days=7), "1 week before the deadline"),
    )

    def __init__(self, *args, deadline_at, zone: str, now, **kwargs):
        super().__init__(*args, **kwargs)
        moments = [(deadline_at - before, words) for before, words in self.BEFORE]
        self.moments = {
            at.isoformat(): (at, f"{words}, {zones.show(at, zone)}")
            for at, words in moments
            if at > now
        }
        self.fields["at"].choices = [(key, words) for key, (_, words) in self.moments.items()]

    def clean_at(self):
        return self.moments[self.cleaned_data["at"]][0]

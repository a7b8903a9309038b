"""What the vendor types by its link."""

from datetime import timedelta

from django import forms

from rfps import inspection, zones
from rfps.choices import DeclineReason
from rfps.errors import FileRefusedError


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Code from the e-mail",
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code"}
        ),
        help_text="Six digits.",
    )


class AcceptForm(forms.Form):
    """Accept the confidentiality agreement on the page."""

    name = forms.CharField(label="Your name", max_length=150)
    has_authority = forms.BooleanField(
        label="I have read the agreement, and I may accept it for my company."
    )


class SignedForm(forms.Form):
    """Send the confidentiality agreement as a signed file."""

    name = forms.CharField(label="Who signed", max_length=150)
    file = forms.FileField(
        label="Signed copy",
        help_text=f"{inspection.KINDS}; {inspection.MAX_BYTES // 1024**2} MB at most.",
        widget=forms.ClearableFileInput(attrs={"accept": inspection.ACCEPT}),
    )

    def clean_file(self) -> inspection.Inspected:
        try:
            return inspection.inspect(self.cleaned_data["file"])
        except FileRefusedError as error:
            raise forms.ValidationError(str(error)) from error


class EnquiryForm(forms.Form):
    text = forms.CharField(
        label="Your question",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One matter at a time. Leave out what would tell others who you are.",
    )


class ColleagueForm(forms.Form):
    name = forms.CharField(label="Name", max_length=150)
    email = forms.EmailField(label="E-mail address")


class ZoneForm(forms.Form):
    zone = forms.ChoiceField(label="Show times in", choices=zones.choices)


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

"""What the sponsor types: the request, its lines, addresses and reasons."""

from datetime import UTC, timedelta

from django import forms
from django.utils import timezone

from rfps import zones
from rfps.choices import Currency, RFPKind
from rfps.models import ScopeLine

FURTHEST = timedelta(days=3 * 365)  # later is a slip of the finger


class WallClockField(forms.DateTimeField):
    """A date and time without a zone; the form's zone says which instant it is."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value):
        with timezone.override(UTC):
            aware = super().to_python(value)
        return aware and aware.replace(tzinfo=None)


class RFPForm(forms.Form):
    """The draft's own fields; ``data`` is what the services take."""

    title = forms.CharField(max_length=200, help_text="Vendors read it in their inbox.")
    kind = forms.ChoiceField(choices=RFPKind.choices, label="Kind")
    deadline = WallClockField(label="Answers due", help_text="In the time zone beside it.")
    time_zone = forms.ChoiceField(choices=zones.choices)
    currencies = forms.MultipleChoiceField(
        choices=Currency.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label="Prices may be quoted in",
        help_text="At least one, unless you only ask for information.",
    )
    message = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=10_000,
        help_text="What the vendors should know: purpose, what an answer contains, whom to ask.",
    )

    def __init__(self, *args, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now

    @classmethod
    def initial_of(cls, rfp) -> dict:
        return {
            "title": rfp.title,
            "kind": rfp.kind,
            "deadline": zones.to_local(rfp.deadline_at, rfp.time_zone),
            "time_zone": rfp.time_zone,
            "currencies": rfp.currencies,
            "message": rfp.message,
        }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("deadline") and cleaned.get("time_zone"):
            self._place_deadline(cleaned)
        if not cleaned.get("currencies") and cleaned.get("kind") in {RFPKind.RFP, RFPKind.RFQ}:
            self.add_error("currencies", "Choose at least one currency for the prices.")
        return cleaned

    def _place_deadline(self, cleaned) -> None:
        try:
            deadline = zones.to_instant(cleaned["deadline"], cleaned["time_zone"])
        except zones.ImpossibleTimeError as error:
            self.add_error("deadline", str(error))
            return
        if deadline <= self.now:
            shown = zones.show(self.now, cleaned["time_zone"])
            self.add_error("deadline", f"Choose a time in the future; it is now {shown}.")
        if deadline > self.now + FURTHEST:
            self.add_error("deadline", "Choose a time within the next three years.")
        cleaned["deadline_at"] = deadline

    @property
    def data_for_service(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "deadline"}


class ScopeLineForm(forms.ModelForm):
    class Meta:
        model = ScopeLine
        fields = ["label", "phase", "quantity", "unit", "priority", "note"]
        labels = {"label": "What is asked"}
        help_texts = {"note": "Vendors read it."}

    def clean_quantity(self):
        quantity = self.cleaned_data["quantity"]
        if quantity is not None and quantity <= 0:
            raise forms.ValidationError("A quantity is above zero; leave it empty if not known.")
        return quantity


class AddressForm(forms.Form):
    """One of the vendor's contacts, or another person. A chosen contact wins over what is typed."""

    contact = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label="Contact in the directory",
        empty_label="The person typed here",
    )
    name = forms.CharField(max_length=150, required=False)
    email = forms.EmailField(label="E-mail", required=False)

    def __init__(self, *args, contacts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = contacts

    def clean(self):
        cleaned = super().clean()
        if contact := cleaned.get("contact"):
            return cleaned | {"name": contact.name, "email": contact.email}
        email = cleaned.get("email")
        if not email and not self.errors:
            self.add_error("email", "Choose a contact or type an address.")
        known = email and self.fields["contact"].queryset.filter(email__iexact=email).first()
        return cleaned | {"contact": known or None}


class ReasonForm(forms.Form):
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def __init__(self, *args, label: str, help_text: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text

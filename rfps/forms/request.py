"""What the sponsor types: the request, its lines, addresses and reasons."""

from datetime import UTC, timedelta

from django import forms
from django.utils import timezone

from rfps import planning, zones
from rfps.choices import Currency, RFPKind
from rfps.errors import RFPError
from rfps.models import RFP, ScopeLine

FURTHEST = timedelta(days=3 * 365)  # later is a slip of the finger


class WallClockField(forms.DateTimeField):
    """A date and time without a zone; the form's zone says which instant it is."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value):
        with timezone.override(UTC):
            aware = super().to_python(value)
        return aware and aware.replace(tzinfo=None)


FIELDS = {name.removesuffix("_at").removesuffix("_due"): name for name in planning.NAMES}


class RFPForm(forms.Form):
    """The draft's own fields; ``data_for_service`` is what the services take."""

    title = forms.CharField(max_length=200, help_text="Vendors read it in their inbox.")
    kind = forms.ChoiceField(choices=RFPKind.choices, label="Kind")
    intent = WallClockField(label=planning.NAMES["intent_due_at"], required=False)
    questions_close = WallClockField(label=planning.NAMES["questions_close_at"], required=False)
    answers = WallClockField(label=planning.NAMES["answers_due_at"], required=False)
    freeze = WallClockField(
        label=planning.NAMES["freeze_at"],
        required=False,
        help_text="From then on the request does not change any more.",
    )
    deadline = WallClockField(
        label=planning.NAMES["deadline_at"],
        help_text=f"{planning.LEAST} to {planning.MOST} working days are good for an answer.",
    )
    opening = WallClockField(label=planning.NAMES["opening_at"], required=False)
    decision = WallClockField(label=planning.NAMES["decision_at"], required=False)
    time_zone = forms.ChoiceField(choices=zones.choices, help_text="Of all these dates.")
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

    @staticmethod
    def initial_of(rfp) -> dict:
        names = ("title", "kind", "time_zone", "currencies", "message")
        found = {name: getattr(rfp, name) for name in names}
        return found | wall_clocks(
            {name: getattr(rfp, name) for name in planning.NAMES}, rfp.time_zone
        )

    @property
    def parts(self) -> list[tuple[str, list]]:
        """Return the fields in the groups the page shows."""
        dates = [*FIELDS, "time_zone"]
        rest = [name for name in self.fields if name not in {"title", "kind", *dates}]
        return [
            ("Request", [self["title"], self["kind"]]),
            ("Schedule", [self[name] for name in dates]),
            ("Content", [self[name] for name in rest]),
        ]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("time_zone"):
            for name in FIELDS:
                if cleaned.get(name):
                    self._place(name, cleaned)
            self._check_order(cleaned)
        if not cleaned.get("currencies") and cleaned.get("kind") in {RFPKind.RFP, RFPKind.RFQ}:
            self.add_error("currencies", "Choose at least one currency for the prices.")
        return cleaned

    def _place(self, name: str, cleaned: dict) -> None:
        try:
            at = zones.to_instant(cleaned[name], cleaned["time_zone"])
        except zones.ImpossibleTimeError as error:
            self.add_error(name, str(error))
            return
        if at <= self.now:
            shown = zones.show(self.now, cleaned["time_zone"])
            self.add_error(name, f"Choose a time in the future; it is now {shown}.")
        elif at > self.now + FURTHEST:
            self.add_error(name, "Choose a time within the next three years.")
        else:
            cleaned[FIELDS[name]] = at

    def _check_order(self, cleaned: dict) -> None:
        fields = {field: name for name, field in FIELDS.items()}
        for field, sentence in planning.out_of_order(cleaned).items():
            self.add_error(fields[field], sentence)

    @property
    def warning(self) -> str:
        """Return what is unwise about the time to answer, or ''."""
        return planning.pace(
            self.now, self.cleaned_data["deadline_at"], self.cleaned_data["time_zone"]
        )

    @property
    def data_for_service(self) -> dict:
        dates = {field: self.cleaned_data.get(field) for field in FIELDS.values()}
        plain = ("title", "kind", "time_zone", "currencies", "message")
        return {name: self.cleaned_data[name] for name in plain} | dates


def wall_clocks(dates: dict, zone: str) -> dict:
    """Return the fields of the form for instants of the schedule."""
    return {
        name: zones.to_local(dates[field], zone)
        for name, field in FIELDS.items()
        if dates.get(field)
    }


class DraftForm(RFPForm):
    """A new draft: beside its fields what each of its lots starts from."""

    def __init__(self, *args, shortlists, sources, read, proposed, **kwargs):
        super().__init__(*args, **kwargs)
        self.read = read
        self.names = []
        for number, shortlist in enumerate(shortlists, start=1):
            name = f"start_{number}"
            label = (
                f"Lot {number}, {shortlist.package.name}" if len(shortlists) > 1 else "Start from"
            )
            self.fields[name] = forms.ChoiceField(
                choices=sources,
                required=False,
                label=label,
                initial=proposed[number - 1],
                help_text="Facts to state, questions, bid grid and criteria. All of it can be changed.",
            )
            self.names.append(name)

    @property
    def parts(self):
        request, *others = super().parts
        starts = [self[name] for name in self.names]
        others[-1] = (others[-1][0], [one for one in others[-1][1] if one.name not in self.names])
        return [(request[0], [*request[1], *starts]), *others]

    def clean(self):
        cleaned = super().clean()
        for name in self.names:
            try:
                cleaned[name] = self.read(cleaned.get(name) or "")
            except RFPError as error:
                self.add_error(name, str(error))
        return cleaned

    @property
    def writings(self) -> list:
        return [self.cleaned_data[name] for name in self.names]


class WordsForm(forms.ModelForm):
    """What of an issued request may still change, for the next addendum."""

    class Meta:
        model = RFP
        fields = ["message", "terms"]
        widgets = {
            "message": forms.Textarea(attrs={"rows": 8}),
            "terms": forms.Textarea(attrs={"rows": 10}),
        }


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

"""What people type about a program, its needs, packages and shortlist."""

import json

from django import forms
from django.contrib.postgres.forms import SimpleArrayField

from accounts.models import User
from programs.choices import ExpressionHost, GateKind, Market, Priority
from programs.models import Need, Program, WorkPackage
from vendors.choices import DosageForm, Evidence, Modality, Phase
from vendors.models import Capability

BLANK = [("", "Not stated")]
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def scale_units() -> list[tuple[str, str]]:
    """Return the units in which the taxonomy states a scale: only like units are compared."""
    units = Capability.objects.current().exclude(scale_unit="").order_by("scale_unit")
    return [
        ("", "Unit"),
        *((unit, unit) for unit in units.values_list("scale_unit", flat=True).distinct()),
    ]


class PhaseForm(forms.Form):
    """One row of the plan."""

    starts_on = forms.DateField(label="Starts", required=False, widget=DAY)
    ends_on = forms.DateField(label="Ends", required=False, widget=DAY)
    dosage_form = forms.ChoiceField(
        label="Dosage form", required=False, choices=[("", "As above"), *DosageForm.choices]
    )
    scale = forms.DecimalField(
        label="Scale", required=False, min_value=0, max_digits=14, decimal_places=3
    )
    scale_unit = forms.ChoiceField(label="Unit", required=False)

    def __init__(self, *args, phase: Phase, units, **kwargs):
        super().__init__(*args, prefix=f"phase-{phase}", **kwargs)
        self.phase = phase
        self.fields["scale_unit"].choices = units

    def clean(self):
        data = super().clean()
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", f"{self.phase.label} ends before it starts.")
        if data.get("scale") is not None and not data.get("scale_unit"):
            self.add_error("scale_unit", "Choose the unit of the scale.")
        return data


class ProgramForm(forms.ModelForm):
    """A program and, as ``phase_forms``, a row for each phase of its plan."""

    dosage_form = forms.ChoiceField(
        label="Dosage form",
        required=False,
        choices=[*BLANK, *DosageForm.choices],
        help_text="For every phase that has none of its own below.",
    )
    modality = forms.ChoiceField(choices=[*BLANK, *Modality.choices], required=False)
    current_phase = forms.ChoiceField(
        label="Phase now", choices=[*BLANK, *Phase.choices], required=False
    )
    target_phase = forms.ChoiceField(
        label="Planned up to", choices=Phase.choices, initial=Phase.COM
    )
    expression_host = forms.ChoiceField(
        choices=[("", "Not decided, or does not apply"), *ExpressionHost.choices],
        required=False,
        help_text="For recombinant proteins and vaccines. Decided once for the whole program.",
    )
    markets = forms.MultipleChoiceField(
        choices=Market.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    trial_ids = SimpleArrayField(
        forms.CharField(max_length=40),
        label="Trial numbers",
        required=False,
        help_text="NCT, EudraCT or CTIS numbers, with commas between them.",
    )
    team = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Who sees the program when it is open to its team only. You stay on it.",
    )

    class Meta:
        model = Program
        fields = [
            "code",
            "name",
            "modality",
            "expression_host",
            "indication",
            "therapeutic_area",
            "current_phase",
            "target_phase",
            "dosage_form",
            "markets",
            "trial_ids",
            "visibility",
            "team",
            "blinded_synopsis",
            "description",
        ]
        widgets = {
            "blinded_synopsis": forms.Textarea(attrs={"rows": 4}),
            "description": forms.Textarea(attrs={"rows": 4}),
        }
        labels = {"code": "Code name", "visibility": "Open to"}
        help_texts = {
            "code": "What your team calls it. Vendors see it only if you tell them.",
            "blinded_synopsis": "May be shown to vendors: no names, targets or structures.",
            "description": "Confidential. Never leaves your organisation.",
        }

    SECTIONS = (
        (
            "The drug",
            ("code", "name", "modality", "expression_host", "indication", "therapeutic_area"),
        ),
        ("The way", ("current_phase", "target_phase", "dosage_form", "markets", "trial_ids")),
        ("In words", ("blinded_synopsis", "description")),
        ("Who sees it", ("visibility", "team")),
    )

    def __init__(self, data=None, *, organisation, **kwargs):
        super().__init__(data, **kwargs)
        self.organisation = organisation
        self.fields["team"].queryset = User.objects.filter(
            memberships__organisation=organisation, is_active=True
        )
        rows = {}
        if self.instance.created_by_id or not self.instance._state.adding:
            rows = {row.phase: row for row in self.instance.phases.all()}
            self.initial["team"] = list(self.instance.members.values_list("user", flat=True))
        units = scale_units()
        self.phase_forms = [
            PhaseForm(
                data,
                phase=phase,
                units=units,
                initial=vars(rows[phase]) if phase in rows else None,
            )
            for phase in Phase
        ]

    def sections(self):
        for title, names in self.SECTIONS:
            yield title, [self[name] for name in names]

    def has_phase_errors(self) -> bool:
        return any(form.errors for form in self.phase_forms)

    def clean_code(self):
        code = self.cleaned_data["code"].strip()
        same = Program.objects.filter(organisation=self.organisation, code__iexact=code)
        if same.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Your organisation already has a program with this code.")
        return code

    def clean(self):
        data = super().clean()
        now, target = data.get("current_phase"), data.get("target_phase")
        order = Phase.values
        if now and target and order.index(now) > order.index(target):
            self.add_error("target_phase", "The target comes before the phase now.")
        for form in self.phase_forms:
            for name, errors in form.errors.items():
                for error in errors:
                    label = form.fields[name].label if name in form.fields else ""
                    self.add_error(None, f"{form.phase.label}, {label.lower()}: {error}")
        return data

    def data_for_service(self) -> dict:
        """Return what ``services.program`` takes; untouched phase rows are left out."""
        return self.cleaned_data | {
            "phases": [
                {"phase": form.phase, **form.cleaned_data}
                for form in self.phase_forms
                if form.has_changed()
            ]
        }


class NeedForm(forms.ModelForm):
    """
    One row of a package's needs.

    It carries what its reader saw: only what a person has changed is written, and a field that
    somebody else has changed meanwhile is an error of that field.
    """

    capabilities = forms.MultipleChoiceField(
        label="Alternatives", required=False, widget=forms.CheckboxSelectMultiple
    )
    minimum_evidence = forms.TypedChoiceField(
        label="At least", choices=Evidence.choices, coerce=int
    )
    priority = forms.ChoiceField(choices=Priority.choices)
    seen = forms.JSONField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Need
        fields = ["priority", "weight", "minimum_evidence", "scale", "note", "capabilities"]

    def __init__(self, data=None, *, instance, leaves, **kwargs):
        super().__init__(data, instance=instance, prefix=f"need-{instance.pk}", **kwargs)
        self.leaves = leaves
        self.fields["weight"].min_value = 0
        if len(leaves) > 1:
            self.fields["capabilities"].choices = [(leaf.code, leaf.label) for leaf in leaves]
        else:
            del self.fields["capabilities"]
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{field.label}, {instance}"
            field.widget.attrs["form"] = "needs"
            if name in {"weight", "scale"}:
                field.widget.attrs["class"] = "short"
        self.stored = {name: self._said(self.initial.get(name)) for name in self._asked()}

    def _asked(self) -> list[str]:
        return [name for name in self.fields if name != "seen"]

    @staticmethod
    def _said(value):
        """Return a value as JSON holds it, whatever its type on the way."""
        if isinstance(value, list):
            return [str(part) for part in value]
        return "" if value is None else str(value)

    @property
    def changed_data(self) -> list[str]:
        """Return what the person has changed of what it saw."""
        seen = self._seen()
        return [name for name in self._asked() if self._differs(name, seen.get(name))]

    def _differs(self, name: str, said) -> bool:
        """Say whether what was sent is something else than a value as JSON holds it."""
        field = self.fields[name]
        try:
            return field.has_changed(field.to_python(said), self[name].data)
        except (forms.ValidationError, TypeError):
            return True

    def _seen(self) -> dict:
        seen = self.fields["seen"].bound_data(self["seen"].data, None) if self.is_bound else None
        return seen if isinstance(seen, dict) else self.stored

    def _conflicts(self) -> list[str]:
        """Return what both the person and somebody else have changed, to different values."""
        seen = self._seen()
        return [
            name
            for name in self.changed_data
            if seen.get(name) != self.stored[name] and self._differs(name, self.stored[name])
        ]

    @property
    def seen_again(self) -> str:
        """Return what the reader of the form has seen after this time, for the hidden field."""
        told = {name: self.stored[name] for name in self._conflicts()} if self.is_bound else {}
        return json.dumps(self._seen() | told)

    def clean(self):
        data = super().clean()
        for name in self._conflicts():
            now = self._shown(name, self.stored[name])
            self.add_error(
                name,
                f"Somebody has changed this to {now} since you opened the page. "
                "Save again to put yours in its place.",
            )
        return data

    def _shown(self, name: str, value) -> str:
        choices = dict(getattr(self.fields[name], "choices", ()))
        labels = {str(key): str(label) for key, label in choices.items()}
        parts = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(part, part) for part in parts) or "nothing"

    def clean_weight(self):
        weight = self.cleaned_data["weight"]
        if weight <= 0:
            raise forms.ValidationError("A weight must be above zero; remove the need instead.")
        return weight

    def clean_capabilities(self):
        chosen = self.cleaned_data["capabilities"]
        if not chosen:
            raise forms.ValidationError("Keep at least one of the alternatives.")
        return chosen

    def changes(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.changed_data}


class PackageNameForm(forms.Form):
    name = forms.CharField(max_length=120)


class WeightSetForm(forms.Form):
    name = forms.CharField(max_length=80)


class MergeForm(PackageNameForm):
    packages = forms.ModelMultipleChoiceField(
        queryset=WorkPackage.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data=None, *, program, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["packages"].queryset = program.packages.all()


class GateForm(forms.Form):
    """The gates of a package; a gate that is off is no gate."""

    gxp = forms.BooleanField(
        label="GxP grade for the phase",
        required=False,
        help_text="A site whose stated grade is below the phase's does not count.",
    )
    disqualified = forms.BooleanField(
        label="Not disqualified by us",
        required=False,
        help_text="Vendors that your organisation has disqualified do not count.",
    )
    warning_years = forms.IntegerField(
        label="No open warning letter within",
        required=False,
        min_value=1,
        max_value=20,
        help_text="Years. Empty: no such gate. A letter with a recorded close-out does not count.",
    )
    country_mode = forms.ChoiceField(
        label="Countries",
        choices=[
            ("", "Any country"),
            ("allow", "Only sites in these"),
            ("exclude", "No sites in these"),
        ],
        required=False,
    )
    countries = forms.CharField(
        label="Country codes",
        required=False,
        max_length=400,
        help_text="Two letters each, with commas: DE, CH, US.",
    )

    def clean_countries(self):
        codes = [code.strip().upper() for code in self.cleaned_data["countries"].split(",")]
        codes = [code for code in codes if code]
        if wrong := [code for code in codes if not (len(code) == 2 and code.isalpha())]:
            raise forms.ValidationError(f"Not a two-letter country code: {', '.join(wrong)}.")
        return codes

    def clean(self):
        data = super().clean()
        if (
            data.get("country_mode")
            and not data.get("countries")
            and "countries" not in self.errors
        ):
            self.add_error("countries", "Name at least one country.")
        return data

    @classmethod
    def initial_of(cls, gates) -> dict:
        held = {gate.kind: gate.parameters for gate in gates}
        country = held.get(GateKind.COUNTRY, {})
        return {
            "gxp": GateKind.GXP in held,
            "disqualified": GateKind.DISQUALIFIED in held,
            "warning_years": held.get(GateKind.WARNING_LETTER, {}).get("years"),
            "country_mode": country.get("mode", ""),
            "countries": ", ".join(country.get("countries", [])),
        }

    def wanted(self) -> dict[GateKind, dict]:
        """Return the parameters of each gate that is on."""
        data = self.cleaned_data
        gates = {}
        if data["gxp"]:
            gates[GateKind.GXP] = {}
        if data["disqualified"]:
            gates[GateKind.DISQUALIFIED] = {}
        if data["warning_years"]:
            gates[GateKind.WARNING_LETTER] = {"years": data["warning_years"]}
        if data["country_mode"]:
            gates[GateKind.COUNTRY] = {
                "mode": data["country_mode"],
                "countries": data["countries"],
            }
        return gates


class WaiverForm(forms.Form):
    reason = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class NoteForm(forms.Form):
    note = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class ShareForm(forms.Form):
    """Pick a colleague who may see the program and has not been told yet."""

    colleague = forms.ModelChoiceField(
        queryset=User.objects.none(), empty_label="Choose a colleague"
    )
    message = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data=None, *, shortlist, by, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["colleague"].queryset = (
            User.objects.filter(memberships__organisation=shortlist.organisation_id, is_active=True)
            .exclude(pk=by.pk)
            .exclude(pk__in=shortlist.shares.values("user"))
        )


class StudyUploadForm(forms.Form):
    """One ClinicalTrials.gov v2 record, as its page offers it for download."""

    record = forms.FileField(
        label="Study record",
        help_text="The JSON file of one study, from ClinicalTrials.gov: Download, JSON.",
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
    )
    nct = forms.CharField(
        label="NCT number",
        required=False,
        max_length=40,
        help_text="Only when the file holds several records.",
    )

"""A program, its plan, and the study records it may come from."""

from django import forms
from django.contrib.postgres.forms import SimpleArrayField

from accounts.models import User
from programs.choices import ExpressionHost, Market
from programs.models import Program
from vendors.choices import DosageForm, Modality, Phase
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

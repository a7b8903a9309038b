"""A package: its name, its gates and waivers, and weights kept beside it."""

from django import forms

from programs.choices import GateKind
from programs.models import WorkPackage


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

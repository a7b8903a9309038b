"""What people type about vendors."""

from django import forms

from vendors.importers.sheet.fields import FIELDS
from vendors.models import Relationship, SavedSearch


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RelationshipForm(forms.ModelForm):
    """A sponsor's private standing with a vendor."""

    class Meta:
        model = Relationship
        fields = [
            "standing",
            "next_review_date",
            "reason",
            "cda_signed_date",
            "cda_expires_date",
            "msa_signed_date",
            "quality_agreement_date",
        ]
        labels = {
            "next_review_date": "Next review",
            "quality_agreement_date": "Quality agreement signed",
        }
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 2}),
            "next_review_date": _day(),
            "cda_signed_date": _day(),
            "cda_expires_date": _day(),
            "msa_signed_date": _day(),
            "quality_agreement_date": _day(),
        }

    def clean(self):
        cleaned = super().clean()
        signed, expires = cleaned.get("cda_signed_date"), cleaned.get("cda_expires_date")
        if signed and expires and expires < signed:
            self.add_error("cda_expires_date", "The CDA expires before it was signed.")
        if cleaned.get("standing") == "disqualified" and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Give the reason: it is named in every matching.")
        return cleaned


class SavedSearchForm(forms.ModelForm):
    """What the owner of a saved search may change."""

    class Meta:
        model = SavedSearch
        fields = ["name", "cadence", "is_shared"]


class ImportFileForm(forms.Form):
    """A spreadsheet of vendors, and where its facts come from."""

    file = forms.FileField(
        label="CSV or Excel file",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text="Row 1 names the columns. Up to 20,000 rows and 25 MB.",
        allow_empty_file=True,  # the reader says it in better words
    )
    source = forms.CharField(
        max_length=200,
        required=False,
        help_text="Stands beside every fact, e.g. “Exhibitors of CPHI 2026”. Without it the "
        "file's name does.",
    )
    as_of = forms.DateField(label="As of", widget=_day(), help_text="The day the file speaks of.")


class ColumnsForm(forms.Form):
    """A choice per column of a file; the headings are anybody's, so the fields go by place."""

    def __init__(self, data=None, *, header: list[str], mapping: dict, samples: list[list[str]]):
        super().__init__(data)
        self.header = header
        parts = {"vendor": "The vendor", "site": "The site", "line": "What the site offers"}
        choices = [("", "Left out")] + [
            (words, [(one.key, one.heading) for one in FIELDS if one.part == part])
            for part, words in parts.items()
        ]
        for place, heading in enumerate(header):
            if heading:
                self.fields[f"column-{place}"] = forms.ChoiceField(
                    choices=choices,
                    required=False,
                    label=heading,
                    widget=forms.Select(attrs={"class": "input"}),
                    initial=mapping.get(heading, ""),
                )
        self.samples = samples

    @property
    def columns(self) -> list[tuple]:
        """Return each column's field with the first cells below its heading."""
        return [
            (self[name], [cells[place][:60] for cells in self.samples if cells[place].strip()])
            for name in self.fields
            for place in [int(name.partition("-")[2])]
        ]

    @property
    def mapping(self) -> dict[str, str]:
        return {self.fields[name].label: key for name, key in self.cleaned_data.items() if key}

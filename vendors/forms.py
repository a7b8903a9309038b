"""What people type about vendors."""

from django import forms

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

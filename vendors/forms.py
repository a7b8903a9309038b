"""What people type about vendors."""

from django import forms

from audit import inspection
from vendors import countries
from vendors.choices import Evidence, Modality, Phase
from vendors.importers.sheet.fields import FIELDS
from vendors.models import (
    Capability,
    CapabilityLine,
    Certificate,
    Relationship,
    SavedSearch,
    Site,
    SiteAudit,
    Vendor,
)


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
            "note",
        ]
        labels = {
            "next_review_date": "Next review",
            "quality_agreement_date": "Quality agreement signed",
            "note": "Notes",
        }
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 5}),
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


class SiteAuditForm(forms.ModelForm):
    """A sponsor's own audit of one of a vendor's sites."""

    class Meta:
        model = SiteAudit
        fields = ["site", "audited_on", "outcome", "valid_until", "note"]
        labels = {"audited_on": "Held on", "valid_until": "Valid to", "note": "Notes"}
        help_texts = {"outcome": "In a few words, e.g. no critical finding, two major."}
        widgets = {
            "audited_on": _day(),
            "valid_until": _day(),
            "note": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args, sites, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites

    def clean(self):
        cleaned = super().clean()
        held, valid = cleaned.get("audited_on"), cleaned.get("valid_until")
        if held and valid and valid < held:
            self.add_error("valid_until", "It would lapse before it was held.")
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


# A vendor's own profile


class ClaimForm(forms.Form):
    """Who says they speak for a vendor; who is signed in has an address already."""

    name = forms.CharField(label="Your name", max_length=150)
    email = forms.EmailField(
        label="Your address at the company",
        help_text="A link goes there. An address of the company's own domain is decided fastest.",
    )
    job = forms.CharField(label="Your role there", max_length=120)
    note = forms.CharField(
        label="How a curator can tell that you speak for the company",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        if user:
            self.fields["name"].initial = user.name
            del self.fields["email"]


class CountryForm(forms.ModelForm):
    """A form with a country to choose; empty is *not stated*."""

    country = forms.ChoiceField(
        choices=[("", "Not stated"), *countries.CHOICES], required=False, label="Country"
    )


class EntryForm(CountryForm):
    """A vendor that a sponsor adds for itself, with whom it knows there."""

    website = forms.URLField(required=False, assume_scheme="https", max_length=200)
    contact_name = forms.CharField(required=False, max_length=150, label="Your contact there")
    contact_email = forms.EmailField(required=False, label="Their e-mail")
    propose = forms.BooleanField(
        required=False,
        label="Propose it for the directory",
        help_text="A curator then sees the entry, and may list it for everybody; never your contact.",
    )

    class Meta:
        model = Vendor
        fields = ["name", "kind", "country", "city", "website", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("contact_name")) != bool(cleaned.get("contact_email")):
            self.add_error("contact_email", "Give both: the name and the e-mail.")
        return cleaned

    def parts(self) -> dict:
        """Return what ``entries.add`` takes: the vendor's own fields, the contact, the wish."""
        data = dict(self.cleaned_data)
        name, email = data.pop("contact_name"), data.pop("contact_email")
        propose = data.pop("propose")
        contact = {"name": name, "email": email} if email else {}
        return {"data": data, "contact": contact, "propose": propose}


class CompanyForm(CountryForm):
    website = forms.URLField(required=False, assume_scheme="https", max_length=200)

    class Meta:
        model = Vendor
        fields = [
            "name",
            "legal_name",
            "trading_names",
            "kind",
            "tagline",
            "description",
            "country",
            "city",
            "size",
            "ownership",
            "founded",
            "website",
            "lei",
            "duns",
        ]
        labels = {"country": "Headquarters, country", "city": "Headquarters, city"}
        help_texts = {"trading_names": "Separated by commas."}
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}


class OwnSiteForm(CountryForm):
    class Meta:
        model = Site
        fields = ["name", "address", "city", "country", "fei", "duns", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


class OwnLineForm(forms.ModelForm):
    """What a site offers of a leaf; its evidence is not the vendor's to say."""

    is_offered = forms.TypedChoiceField(
        label="At this site",
        choices=[("True", "Offered"), ("False", "Not offered")],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        initial="True",
    )

    class Meta:
        model = CapabilityLine
        fields = [
            "capability",
            "is_offered",
            "phases",
            "modalities",
            "dosage_forms",
            "grade",
            "scale_min",
            "scale_max",
            "lead_time_weeks",
            "next_slot_date",
            "note",
        ]
        labels = {
            "scale_min": "Smallest scale",
            "scale_max": "Largest scale",
            "lead_time_weeks": "Weeks to start",
            "next_slot_date": "Next free slot",
        }
        widgets = {"next_slot_date": _day()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["capability"]
            unit = self.instance.scale_unit
        else:
            self.fields["capability"].queryset = Capability.objects.current()
            unit = "the capability's unit"
        if unit:
            self.fields["scale_min"].help_text = f"In {unit}."
        for name in ("phases", "modalities", "dosage_forms"):
            base = CapabilityLine._meta.get_field(name).base_field
            self.fields[name] = forms.MultipleChoiceField(
                choices=base.choices,
                required=False,
                label=self.fields[name].label,
                widget=forms.CheckboxSelectMultiple,
                help_text="None ticked means not stated.",
            )


class OwnCertificateForm(forms.ModelForm):
    """A certificate; a new one with its document, and the lines that it carries."""

    covers = forms.ModelMultipleChoiceField(
        queryset=CapabilityLine.objects.none(),
        required=False,
        label="What it covers",
        widget=forms.CheckboxSelectMultiple,
        help_text="Once a curator accepts the certificate, these count as documented.",
    )
    upload = forms.FileField(
        label="Document",
        help_text=f"{inspection.KINDS}; {inspection.MAX_BYTES // 1024**2} MB at most.",
        widget=forms.ClearableFileInput(attrs={"accept": inspection.ACCEPT}),
    )

    class Meta:
        model = Certificate
        fields = ["scheme", "authority", "number", "scope", "issued_on", "expires_on"]
        labels = {"issued_on": "Issued", "expires_on": "Expires"}
        widgets = {
            "scope": forms.Textarea(attrs={"rows": 2}),
            "issued_on": _day(),
            "expires_on": _day(),
        }

    def __init__(self, *args, has_document: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["covers"], self.fields["upload"]
            return
        self.fields["upload"].required = not has_document
        self.fields["covers"].queryset = (
            CapabilityLine.objects.offered()
            .filter(site=self.instance.site, evidence__lte=Evidence.DOCUMENTED)
            .select_related("capability", "site")
        )
        self.fields["covers"].label_from_instance = lambda line: str(line.capability)

    def clean_upload(self) -> inspection.Inspected | None:
        upload = self.cleaned_data.get("upload")
        if not upload:
            return None
        try:
            return inspection.inspect(upload)
        except inspection.FileRefusedError as error:
            raise forms.ValidationError(str(error)) from error


class AskForm(forms.Form):
    """What a sponsor wants to know of a profile: codes alone, so that no wording tells who asks."""

    capability = forms.ModelChoiceField(queryset=Capability.objects.none())
    phase = forms.ChoiceField(choices=[("", "Any phase"), *Phase.choices], required=False)
    modality = forms.ChoiceField(choices=[("", "Any modality"), *Modality.choices], required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["capability"].queryset = Capability.objects.current()

"""The directory: what a vendor can do, where, at which phase, and how well that is proven."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, Owned, User
from vendors import querysets
from vendors.choices import (
    ActionKind,
    Branch,
    CertificateScheme,
    DosageForm,
    Evidence,
    Grade,
    InspectionClass,
    ListingState,
    Modality,
    Ownership,
    Phase,
    ProposalState,
    Size,
    Standing,
    VendorKind,
)


def codes(choices, **options):
    """Return an array of vocabulary codes; empty means *not stated*, never "any"."""
    return ArrayField(
        models.CharField(max_length=16, choices=choices), default=list, blank=True, **options
    )


class Sourced(models.Model):
    """A fact with where it comes from. An import never overwrites what a person set."""

    source = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(blank=True)
    as_of = models.DateField(null=True, blank=True)
    set_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True


class Capability(models.Model):
    """A leaf of the taxonomy, e.g. M2.10 Bioconjugation. Retired, never reused."""

    code = models.CharField(max_length=8, primary_key=True)
    branch = models.CharField(max_length=4, choices=Branch.choices)
    also_branch = models.CharField(max_length=4, choices=Branch.choices, blank=True)
    group = models.CharField(max_length=4)
    group_label = models.CharField(max_length=120)
    package = models.CharField(max_length=40)
    workstream = models.CharField(max_length=40)
    transfer = models.CharField(max_length=12)
    label = models.CharField(max_length=200)
    phases = codes(Phase.choices)
    modalities = codes(Modality.choices)
    dosage_forms = codes(DosageForm.choices)
    is_core = models.BooleanField()
    any_of_group = models.CharField(max_length=20, blank=True)
    gxp = models.CharField(max_length=40, blank=True)
    scale_unit = models.CharField(max_length=40, blank=True)
    fda_operation = models.CharField(max_length=40, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.CapabilityQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "capabilities"

    def __str__(self):
        return f"{self.code} {self.label}"


class Vendor(Sourced):
    """A company that sells development, manufacture or research."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    legal_name = models.CharField(max_length=250, blank=True)
    trading_names = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    kind = models.CharField(max_length=4, choices=VendorKind.choices)
    tagline = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    country = models.CharField(max_length=2, blank=True)  # headquarters, ISO 3166-1 alpha-2
    city = models.CharField(max_length=120, blank=True)
    size = models.CharField(max_length=10, choices=Size.choices, blank=True)
    ownership = models.CharField(max_length=10, choices=Ownership.choices, blank=True)
    founded = models.PositiveSmallIntegerField(null=True, blank=True)
    website = models.URLField(blank=True)
    lei = models.CharField("LEI", max_length=20, blank=True)
    duns = models.CharField("DUNS", max_length=9, blank=True)
    state = models.CharField(
        max_length=10, choices=ListingState.choices, default=ListingState.DRAFT
    )
    review_note = models.TextField(blank=True)
    is_fictional = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    organisation = models.OneToOneField(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="vendor"
    )
    private_to = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    import_key = models.CharField(
        max_length=200, blank=True
    )  # finds the same row in the next import
    created_at = models.DateTimeField(default=timezone.now)

    objects = querysets.VendorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="vendors_vendor_name_trgm"),
            models.Index(fields=["state", "name"], name="vendors_vendor_listing"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ListingState.values), name="vendors_vendor_state"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=VendorKind.values), name="vendors_vendor_kind"
            ),
            models.UniqueConstraint(
                fields=["import_key"],
                condition=~models.Q(import_key=""),
                name="vendors_vendor_import_key",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("vendor-detail", args=[self.slug])

    def primary_contact(self) -> "VendorContact | None":
        """Return whom to write to: the primary contact, or else the first; none private to a sponsor."""
        return self.contacts.filter(private_to=None).first()


class VendorContact(models.Model):
    """A person at the vendor who may be written to."""

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=150)
    email = models.EmailField()
    job = models.CharField(max_length=120, blank=True)
    is_primary = models.BooleanField(default=False)
    private_to = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-is_primary", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "email"],
                name="vendors_contact_email",
                violation_error_message="This vendor already has a contact with that address.",
            )
        ]

    def __str__(self):
        return f"{self.name} <{self.email}>"


class Site(Sourced):
    """A place of work. GMP status belongs to a site, not to a company."""

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="sites")
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    fei = models.CharField(
        "FEI",
        max_length=10,
        blank=True,
        db_index=True,
        validators=[
            RegexValidator(r"^[1-9]\d{5,9}$", "An FEI has 6 to 10 digits, without leading zeros.")
        ],
    )
    duns = models.CharField("DUNS", max_length=9, blank=True)
    description = models.TextField(blank=True)
    unmapped_terms = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    import_key = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["vendor", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fei"],
                condition=~models.Q(fei=""),
                name="vendors_site_fei",
                violation_error_message="Another site already has this FEI.",
            ),
            models.UniqueConstraint(
                fields=["import_key"],
                condition=~models.Q(import_key=""),
                name="vendors_site_import_key",
            ),
        ]

    def __str__(self):
        return self.name


class CapabilityLine(Sourced):
    """What a site offers of one leaf; its evidence holds for its whole cross-product."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="lines")
    capability = models.ForeignKey(Capability, on_delete=models.PROTECT, related_name="lines")
    is_offered = models.BooleanField(default=True)
    phases = codes(Phase.choices)
    modalities = codes(Modality.choices)
    dosage_forms = codes(DosageForm.choices)
    grade = models.CharField(max_length=16, choices=Grade.choices, blank=True)
    scale_min = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    scale_max = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    scale_unit = models.CharField(max_length=40, blank=True)
    lead_time_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    next_slot_date = models.DateField(null=True, blank=True)
    evidence = models.PositiveSmallIntegerField(choices=Evidence.choices, default=Evidence.DECLARED)
    certificate = models.ForeignKey(
        "Certificate", null=True, blank=True, on_delete=models.SET_NULL, related_name="lines"
    )
    note = models.CharField(max_length=300, blank=True)

    objects = querysets.CapabilityLineQuerySet.as_manager()

    class Meta:
        ordering = ["capability_id", "site_id", "pk"]
        indexes = [
            GinIndex(fields=["phases"], name="vendors_line_phases"),
            GinIndex(fields=["modalities"], name="vendors_line_modalities"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(evidence__in=Evidence.values), name="vendors_line_evidence"
            ),
            models.CheckConstraint(
                condition=models.Q(scale_min__isnull=True)
                | models.Q(scale_max__isnull=True)
                | models.Q(scale_min__lte=models.F("scale_max")),
                name="vendors_line_scale_order",
                violation_error_message="The smallest scale is above the largest.",
            ),
        ]

    def __str__(self):
        return f"{self.capability_id} at {self.site}"


class GroupConfirmation(Sourced):
    """The vendor's list of one group is complete: an absent leaf means no, not unknown."""

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="confirmations")
    group = models.CharField(max_length=4)
    confirmed_on = models.DateField()

    class Meta:
        ordering = ["group"]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "group"], name="vendors_confirmation_group")
        ]

    def __str__(self):
        return f"{self.group} of {self.vendor}"


class Certificate(Sourced):
    """A certificate, licence or accreditation of a site."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="certificates")
    scheme = models.CharField(max_length=12, choices=CertificateScheme.choices)
    authority = models.CharField(max_length=150)
    number = models.CharField(max_length=80, blank=True)
    scope = models.TextField(blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    document = models.FileField(upload_to="certificates/", blank=True)

    objects = querysets.CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["site_id", "scheme", "-expires_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(issued_on__isnull=True)
                | models.Q(expires_on__isnull=True)
                | models.Q(issued_on__lte=models.F("expires_on")),
                name="vendors_certificate_dates",
                violation_error_message="The certificate expires before it was issued.",
            )
        ]

    def __str__(self):
        return f"{self.get_scheme_display()} {self.number}".strip()


class RegulatoryAction(Sourced):
    """
    An authority's public record about an establishment, keyed by FEI.

    It stands alone until a site has that FEI, whichever came first; "no record" is never "clean".
    """

    kind = models.CharField(max_length=20, choices=ActionKind.choices)
    authority = models.CharField(max_length=80)
    fei = models.CharField("FEI", max_length=10, blank=True, db_index=True)
    firm_name = models.CharField(max_length=250)
    state = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=80, blank=True)
    product_type = models.CharField(max_length=80, blank=True)
    acted_on = models.DateField()
    classification = models.CharField(max_length=4, choices=InspectionClass.choices, blank=True)
    record_id = models.CharField(max_length=80)
    detail = models.CharField(max_length=300, blank=True)
    closes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="close_outs"
    )
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.SET_NULL, related_name="actions"
    )

    class Meta:
        ordering = ["-acted_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "kind", "record_id", "fei", "acted_on"],
                name="vendors_action_record",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.acted_on} {self.firm_name}"


class Proposal(Sourced):
    """A value an import or a vendor proposes for a field that a person has set."""

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="proposals")
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.CASCADE, related_name="proposals"
    )
    field = models.CharField(max_length=60)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    state = models.CharField(
        max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN
    )
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "site", "field", "source"],
                condition=models.Q(state="open"),
                nulls_distinct=False,
                name="vendors_one_open_proposal",
            )
        ]

    def __str__(self):
        return f"{self.field} of {self.site or self.vendor}"


class Relationship(Owned):
    """A sponsor's private standing with a vendor; it counts in that sponsor's matching alone."""

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="relationships")
    standing = models.CharField(max_length=15, choices=Standing.choices, blank=True)
    reason = models.TextField(blank=True)
    next_review_date = models.DateField(null=True, blank=True)
    cda_signed_date = models.DateField("CDA signed", null=True, blank=True)
    cda_expires_date = models.DateField("CDA expires", null=True, blank=True)
    msa_signed_date = models.DateField("MSA signed", null=True, blank=True)
    quality_agreement_date = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["vendor__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "vendor"], name="vendors_one_relationship"
            )
        ]

    def __str__(self):
        return f"{self.organisation} and {self.vendor}"


class SiteAudit(Owned):
    """A sponsor's own audit of a site, private to it."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="audits")
    audited_on = models.DateField()
    outcome = models.CharField(max_length=200)
    valid_until = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-audited_on"]

    def __str__(self):
        return f"{self.site} {self.audited_on}"

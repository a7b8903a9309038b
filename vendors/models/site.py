"""Where the work is done, and what each place offers."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import RegexValidator
from django.db import models

from vendors import querysets
from vendors.choices import DosageForm, Evidence, Grade, Modality, Phase
from vendors.models.capability import Capability
from vendors.models.fact import Sourced, codes, tracked
from vendors.models.vendor import Vendor


@tracked(owner="vendor")
class Site(Sourced):
    """
    A place of work. GMP status belongs to a site, not to a company.

    The database keeps one more column, which only vendors/search.py reads: ``folded``, its name and
    city (migration 0110).
    """

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


@tracked(owner="site")
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
    traits = models.GeneratedField(  # vendors/traits.py: what the line states, a bit per code
        expression=models.Func(
            models.F("phases"),
            models.F("modalities"),
            models.F("dosage_forms"),
            models.F("grade"),
            models.F("evidence"),
            function="vendors_traits",
        ),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

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


@tracked(owner="vendor")
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

"""What proves a claim: certificates, authorities' records, and proposals to change a fact."""

from django.db import models
from django.utils import timezone

from accounts.models import User
from accounts.stored import StoredFile
from vendors import querysets
from vendors.choices import ActionKind, CertificateScheme, InspectionClass, ProposalState
from vendors.models.fact import Sourced, tracked
from vendors.models.question import ProfileQuestion
from vendors.models.site import Site
from vendors.models.vendor import Vendor


class CertificateFile(StoredFile):
    """The document of a certificate, owned by the organisation that sent it."""

    class Meta:
        ordering = ["created_at"]


@tracked(owner="site")
class Certificate(Sourced):
    """A certificate, licence or accreditation of a site."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="certificates")
    scheme = models.CharField(max_length=12, choices=CertificateScheme.choices)
    authority = models.CharField(max_length=150)
    number = models.CharField(max_length=80, blank=True)
    scope = models.TextField(blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    file = models.ForeignKey(
        CertificateFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

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


@tracked(owner="site")
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
        indexes = [
            models.Index(fields=["-as_of"], name="vendors_action_as_of"),
            models.Index(fields=["authority", "source", "as_of"], name="vendors_action_register"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "kind", "record_id", "fei", "acted_on"],
                name="vendors_action_record",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.acted_on} {self.firm_name}"


class Proposal(Sourced):
    """
    A value that an import, or the vendor itself, proposes for a field; or a row that it adds.

    ``field`` names the row and its column (``proposals.target`` reads it); ``+ line 1f3a`` adds a
    row, and ``new`` holds its columns by name. ``set_by`` is the person at the vendor.
    """

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="proposals")
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.CASCADE, related_name="proposals"
    )
    field = models.CharField(max_length=60)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    file = models.ForeignKey(
        CertificateFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    question = models.ForeignKey(
        ProfileQuestion, null=True, blank=True, on_delete=models.SET_NULL, related_name="answers"
    )
    state = models.CharField(
        max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN
    )
    created_at = models.DateTimeField(default=timezone.now)  # of a vendor's: when it was sent
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(blank=True)

    objects = querysets.ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "site", "field", "source"],
                condition=models.Q(state=state),
                nulls_distinct=False,
                name=f"vendors_one_{state}_proposal",
            )
            for state in ("open", "draft")
        ]

    def __str__(self):
        return f"{self.field} of {self.site or self.vendor}"

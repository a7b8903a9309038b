"""What one sponsor knows of a vendor and shows to nobody."""

from django.db import models

from accounts.models import Owned
from vendors.choices import Standing
from vendors.models.site import Site
from vendors.models.vendor import Vendor


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
                fields=["organisation", "vendor"],
                name="vendors_one_relationship",
                deferrable=models.Deferrable.IMMEDIATE,  # a merge may let two rows change places
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

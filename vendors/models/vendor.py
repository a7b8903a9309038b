"""The company that sells, and the people there who may be written to."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from vendors import querysets
from vendors.choices import ListingState, Ownership, Size, VendorKind
from vendors.models.fact import Sourced, tracked


@tracked()
class Vendor(Sourced):
    """
    A company that sells development, manufacture or research.

    The database keeps two more columns, which only vendors/search.py reads: ``name_key`` and
    ``words`` (migration 0011).
    """

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
    tags = ArrayField(  # the curators' own
        models.CharField(max_length=40), default=list, db_default=[], blank=True
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = querysets.VendorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="vendors_vendor_name_trgm"),
            models.Index(fields=["state", "name"], name="vendors_vendor_listing"),
            models.Index(
                fields=["id"],
                condition=models.Q(
                    state=ListingState.LISTED, merged_into__isnull=True, private_to__isnull=True
                ),
                name="vendors_vendor_listed",
            ),
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

    def survivor(self) -> "Vendor":
        """Return the vendor this one was merged into, at the end of the chain; itself where none."""
        vendor = self
        while vendor.merged_into_id:
            vendor = vendor.merged_into
        return vendor

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

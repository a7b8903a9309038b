"""Somebody says they speak for a vendor."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from vendors.choices import ClaimState
from vendors.models.vendor import Vendor


class ClaimQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=ClaimState.WAITING)


class Claim(models.Model):
    """
    A claim to a vendor's profile; a curator sees it once its address is proved.

    The link that proves the address is kept as its hash, and gone once it was used.
    """

    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="claims")
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.CASCADE, related_name="claims"
    )
    email = models.EmailField()
    name = models.CharField(max_length=150)
    job = models.CharField(max_length=120)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.UNPROVED)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "email"],
                condition=Q(state__in=[ClaimState.UNPROVED, ClaimState.WAITING]),
                name="vendors_one_open_claim",
            ),
            models.CheckConstraint(
                condition=Q(state=ClaimState.UNPROVED) | Q(user__isnull=False, token_hash=""),
                name="vendors_claim_of_a_person",
            ),
        ]

    def __str__(self):
        return f"{self.name} for {self.vendor}"

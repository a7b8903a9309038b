"""Shortlists: the vendors a team wants to ask, each with the result that put it there."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import Owned, User
from programs.models.package import OwnedByPackageQuerySet, WorkPackage
from programs.models.program import OwnedByProgramQuerySet
from vendors.models import Vendor


class OwnedByShortlistQuerySet(OwnedByProgramQuerySet):
    program_path = "shortlist__package__program"

    def for_page(self):
        return self.select_related(
            "vendor", "added_by", "shortlist__package__program__organisation"
        ).prefetch_related("sign_offs")


class ShortlistQuerySet(OwnedByPackageQuerySet):
    def for_page(self):
        return self.select_related("package__program").prefetch_related(
            "entries__vendor",
            "entries__added_by",
            "entries__sign_offs",
            "shares__user",
            "shares__shared_by",
        )

    def for_file(self):
        return self.select_related("package__program__organisation").prefetch_related(
            "entries__vendor", "entries__added_by", "entries__sign_offs"
        )


class Shortlist(Owned):
    """The vendors a team wants to ask for one package."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    package = models.OneToOneField(WorkPackage, on_delete=models.CASCADE, related_name="shortlist")
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ShortlistQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return f"Shortlist of {self.package}"

    def get_absolute_url(self):
        return reverse("shortlist-detail", args=[self.pk])


class ShortlistEntry(Owned):
    """A vendor on a shortlist, with the frozen result that put it there."""

    shortlist = models.ForeignKey(Shortlist, on_delete=models.CASCADE, related_name="entries")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    snapshot = models.JSONField(default=dict)  # needs, weights, gates, algorithm, data date, result
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    objects = OwnedByShortlistQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["shortlist", "vendor"],
                name="programs_vendor_once_per_shortlist",
                violation_error_message="This vendor is on the shortlist already.",
            )
        ]

    def __str__(self):
        return f"{self.vendor} on {self.shortlist}"


class ShortlistShare(Owned):
    """A shortlist shown to a colleague, who is told by e-mail."""

    shortlist = models.ForeignKey(Shortlist, on_delete=models.CASCADE, related_name="shares")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    shared_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    shared_at = models.DateTimeField()
    message = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shortlist", "user"], name="programs_shared_once")
        ]

    def __str__(self):
        return f"{self.shortlist} to {self.user}"


class OwnedByEntryQuerySet(OwnedByProgramQuerySet):
    program_path = "entry__shortlist__package__program"


class SignOff(Owned):
    """A named person stands for a shortlisted vendor, with a reason, on one frozen result."""

    entry = models.ForeignKey(ShortlistEntry, on_delete=models.PROTECT, related_name="sign_offs")
    reason = models.TextField()
    digest = models.CharField(max_length=64)  # SHA-256 of the snapshot that was signed
    signed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    signed_by_name = models.CharField(max_length=200)  # stays when the account goes
    signed_at = models.DateTimeField()

    objects = OwnedByEntryQuerySet.as_manager()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "signed_by"],
                name="programs_signed_once",
                violation_error_message="You have signed this off already.",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="programs_sign_off_has_reason"
            ),
        ]

    def __str__(self):
        return f"{self.signed_by_name} on {self.entry}"

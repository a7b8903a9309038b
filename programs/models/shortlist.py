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


class ShortlistQuerySet(OwnedByPackageQuerySet):
    def for_page(self):
        return self.select_related("package__program").prefetch_related(
            "entries__vendor", "entries__added_by", "shares__user", "shares__shared_by"
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

"""Two entries of one company: made one, or said to be two."""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from vendors.models.vendor import Vendor


class Merge(models.Model):
    """
    One vendor's rows went to another, and can go back.

    ``moved`` holds a dict per changed row, in order: ``model``, ``pk``, and the changed columns as
    they ``was`` and ``now`` are. Of a sponsor's row it holds whose it is to, never what it says.
    """

    loser = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="+")
    survivor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="merges")
    reason = models.TextField(blank=True)
    moved = models.JSONField(default=list)
    merged_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    merged_at = models.DateTimeField()
    undone_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["loser"], condition=Q(undone_at__isnull=True), name="vendors_one_merge"
            )
        ]

    def __str__(self):
        return f"{self.loser} into {self.survivor}"


class NotDuplicate(models.Model):
    """A curator has said that two vendors are two, whatever they have in common."""

    first = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="vendors_two_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="vendors_two_ordered"),
        ]

    def __str__(self):
        return f"{self.first} is not {self.second}"

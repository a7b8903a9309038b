"""The audit trail: append-only events in one hash chain, and the chain's head."""

from django.conf import settings
from django.db import models


class Event(models.Model):
    """One thing somebody did. Written by ``audit.record``; the database refuses any change."""

    sequence = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_label = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    summary = models.CharField(max_length=500)
    data = models.JSONField(default=dict, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["sequence"]
        indexes = [
            models.Index(
                fields=["object_type", "object_id", "sequence"], name="audit_event_object"
            ),
            models.Index(fields=["organisation", "sequence"], name="audit_event_organisation"),
        ]

    def __str__(self):
        return f"{self.sequence} {self.verb} {self.object_type} {self.object_id}"


class ChainHead(models.Model):
    """The last link: the one row every writer locks, and the proof that no end was cut off."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="audit_one_chain_head")
        ]

    def __str__(self):
        return f"head at {self.sequence}"

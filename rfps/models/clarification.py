"""What the sponsor asks a bidder about its opened bid: words and files, and no field for a price."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Owned, User
from accounts.stored import StoredFile
from rfps.choices import ClarificationState
from rfps.models.invitation import Invitation, Recipient
from rfps.models.rfp import RFP, OwnedByRFPQuerySet


class Clarification(Owned):
    """
    One question to one bidder, seen by that bidder and the sponsor alone.

    Those asked together share the number of their ``round``. The question never changes, nor does
    an answer that was sent (triggers, migration 0061); the bid stays as it was submitted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfp = models.ForeignKey(RFP, on_delete=models.PROTECT, related_name="clarifications")
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, related_name="clarifications"
    )
    round = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10, choices=ClarificationState.choices, default=ClarificationState.ASKED
    )
    text = models.TextField()
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Recipient, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["-round", "invitation__vendor__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["rfp", "round", "invitation"], name="rfps_clarification_once_a_round"
            ),
            models.CheckConstraint(
                condition=~Q(text="") & Q(due_at__gt=models.F("asked_at")),
                name="rfps_clarification_asks_in_time",
            ),
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False)
                | Q(~Q(state="answered"), answered_at__isnull=True, answer=""),
                name="rfps_clarification_answer_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ClarificationState.values),
                name="rfps_clarification_state",
            ),
        ]

    def __str__(self):
        return f"question {self.round} to {self.invitation}"

    def is_open(self, now) -> bool:
        """Say whether it can be answered: asked, and its time not run out."""
        return self.state == ClarificationState.ASKED and now < self.due_at


class ClarificationFile(StoredFile):
    """A file that came with an answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clarification = models.ForeignKey(Clarification, on_delete=models.PROTECT, related_name="files")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["created_at", "pk"]

"""Unsealing: who may, who has said so, and the row that does it. And bids that come on paper."""

from django.db import models
from django.db.models import Q

from accounts.models import Owned, User
from rfps.choices import Envelope
from rfps.models.invitation import Invitation
from rfps.models.rfp import RFP, OwnedByRFPQuerySet


class Opener(Owned):
    """One of the one or two people named to open the bids; both have to say so, for each step."""

    rfp = models.ForeignKey(RFP, on_delete=models.CASCADE, related_name="openers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    commercial_agreed_at = models.DateTimeField(
        null=True, blank=True
    )  # where that is a second step

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rfp", "user"],
                name="rfps_opener_named_once",
                violation_error_message="This person is named already.",
            )
        ]

    def __str__(self):
        return f"{self.user} for {self.rfp}"


class Opening(Owned):
    """The row that unseals an envelope. The database refuses it before the deadline."""

    rfp = models.ForeignKey(RFP, on_delete=models.PROTECT, related_name="openings")
    envelope = models.CharField(max_length=10, choices=Envelope.choices)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rfp", "envelope"], name="rfps_opened_once"),
            models.CheckConstraint(
                condition=Q(envelope__in=Envelope.values), name="rfps_opening_envelope"
            ),
        ]

    def __str__(self):
        return f"{self.envelope} envelope of {self.rfp}"


class PaperBid(Owned):
    """A bid that came on paper: logged before the deadline, typed in after the opening."""

    rfp = models.ForeignKey(RFP, on_delete=models.PROTECT, related_name="paper_bids")
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="paper")
    received_at = models.DateTimeField()
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    entered_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("entered_by")),
                name="rfps_paper_bid_second_person",
                violation_error_message="A second person confirms what was typed in.",
            )
        ]

    def __str__(self):
        return f"paper bid of {self.invitation}"

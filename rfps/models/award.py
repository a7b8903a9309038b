"""
The decision and what follows: waivers, the recommendation, its signature, awards and debriefs.

A signature is for ever, and so is the record it signs (migration 0071). Of one lot at most one award
is in force: the database says so.
"""

from django.db import models
from django.db.models import F, Q

from accounts.models import Owned, User
from rfps.choices import RecommendationState, RevokeCause
from rfps.models.bid import Bid
from rfps.models.invitation import Invitation
from rfps.models.rfp import RFP, Lot, OwnedByRFPQuerySet


class BidWaiver(Owned):
    """A gate of the criteria, lifted for one bid on one lot with a reason."""

    rfp = models.ForeignKey(RFP, on_delete=models.PROTECT, related_name="bid_waivers")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    criterion_key = models.UUIDField()
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lot", "bid", "criterion_key"], name="rfps_gate_waived_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="rfps_bid_waiver_has_reason"),
        ]

    def __str__(self):
        return f"waiver for {self.bid} on {self.lot}"


class Recommendation(Owned):
    """Which bid shall get which lot, put before a second person; ``record`` is what is signed."""

    rfp = models.ForeignKey(RFP, on_delete=models.PROTECT, related_name="recommendations")
    state = models.CharField(
        max_length=10, choices=RecommendationState.choices, default=RecommendationState.WAITING
    )
    record = models.JSONField()  # rfps/deciding/record.py
    sha256 = models.CharField(max_length=64)
    recommended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recommended_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    sent_back_reason = models.TextField(blank=True)

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["recommended_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rfp"],
                condition=Q(state="waiting"),
                name="rfps_one_recommendation_waits",
                violation_error_message="A recommendation waits for approval already.",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | ~Q(decided_by=F("recommended_by")),
                name="rfps_award_second_person",
                violation_error_message="A second person signs what was recommended.",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="rfps_recommendation_is_dated",
            ),
        ]

    def __str__(self):
        return f"recommendation for {self.rfp}"


class Signature(Owned):
    """Who has signed a record by giving the password again: name, moment, meaning, fingerprint."""

    recommendation = models.OneToOneField(
        Recommendation, on_delete=models.PROTECT, related_name="signature"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)  # as printed, whatever the account is called later
    meaning = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.name}, {self.at:%Y-%m-%d %H:%M}"


class AwardQuerySet(OwnedByRFPQuerySet):
    def standing(self):
        return self.filter(revoked_at=None)


class Award(Owned):
    """A lot given to a bid. A revoked award stays, with its reason."""

    rfp = models.ForeignKey(RFP, on_delete=models.PROTECT, related_name="awards")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="awards")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="awards")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="awards")
    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="awards"
    )
    title = models.CharField(max_length=200)  # of the lot as awarded; vendors read no lots
    awarded_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    revoke_cause = models.CharField(max_length=10, choices=RevokeCause.choices, blank=True)
    revoke_reason = models.TextField(blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["awarded_at", "pk"]  # not by lot: a vendor reads no lots
        constraints = [
            models.UniqueConstraint(
                fields=["lot"],
                condition=Q(revoked_at=None),
                name="rfps_one_award_per_lot",
                violation_error_message="This lot is awarded already.",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoke_cause="", revoke_reason="")
                | (Q(revoked_at__isnull=False) & ~Q(revoke_cause="") & ~Q(revoke_reason="")),
                name="rfps_revoked_award_has_reason",
            ),
        ]

    def __str__(self):
        return f"award of {self.lot}"


class Debrief(Owned):
    """What a vendor learns of its own bid; only once it is sent, and nobody else's."""

    rfp = models.ForeignKey(RFP, on_delete=models.PROTECT, related_name="debriefs")
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="debrief")
    content = models.JSONField()  # rfps/deciding/debrief.py
    words = models.TextField()  # the letter around the figures, the sponsor's to change
    written_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["invitation__vendor__name"]

    def __str__(self):
        return f"debrief of {self.invitation}"

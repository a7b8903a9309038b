"""
The bid: a draft only its vendor ever sees, and immutable versions that stay sealed until opened.

Row-level security (migration 0005) shows the rows of a bid to its invitation, and to the sponsor
only what an Opening has unsealed: the version in force of a bid that was not withdrawn. Not even
the system sees more.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Cast, JSONArray, JSONObject

from accounts.models import Owned, User
from accounts.stored import StoredFile, StoredFileQuerySet
from rfps.choices import Envelope
from rfps.models.invitation import Invitation, Recipient
from rfps.models.opening import Opening
from rfps.models.rfp import RFP, OwnedByRFPQuerySet, RFPVersion


class SealedQuerySet(OwnedByRFPQuerySet):
    """``for_user`` gives the sponsor what is opened, ``of`` the vendor what is its own."""

    def of(self, invitation):
        return self.filter(invitation=invitation)

    def for_user(self, user):
        return super().for_user(user).filter(Exists(self._openings()))

    def _openings(self):
        return Opening.objects.filter(rfp=OuterRef("rfp"))


class BidVersionQuerySet(SealedQuerySet):
    def for_user(self, user):
        """Return the versions in force; replaced and withdrawn ones stay with the vendor."""
        return super().for_user(user).filter(bid__current=F("pk"), bid__withdrawn_at=None)


class OfEnvelopeQuerySet(SealedQuerySet):
    def _openings(self):
        return super()._openings().filter(envelope=OuterRef("envelope"))


class BidPartQuerySet(OfEnvelopeQuerySet):
    def for_user(self, user):
        versions = BidVersion.objects.for_user(user).values("pk")
        return super().for_user(user).filter(version__in=versions)


class BidFileQuerySet(StoredFileQuerySet, OfEnvelopeQuerySet):
    def for_user(self, user):
        """Return the files that a version in force names."""
        itself = JSONArray(JSONObject(id=Cast(OuterRef("pk"), models.TextField())))
        named = BidVersion.objects.for_user(user).filter(
            bid=OuterRef("bid"), head__files__contains=itself
        )
        return super().for_user(user).filter(Exists(named))


class Bid(Owned):
    """The one answer of a vendor to an RFP; ``current`` is the version in force."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rfp = models.ForeignKey(RFP, on_delete=models.PROTECT, related_name="bids")
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="bid")
    current = models.ForeignKey(
        "BidVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SealedQuerySet.as_manager()

    def __str__(self):
        return f"bid {self.pk}"


class BidDraft(Owned):
    """What the vendor has typed so far, raw: nothing is lost for being wrong."""

    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="draft")
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(default=dict)  # rfps/bidding/draft.py
    revision = models.PositiveIntegerField(default=0)  # counts the saves: two tabs meet here
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Recipient, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self):
        return f"draft of {self.bid}"


class BidVersion(Owned):
    """
    What was submitted, for ever. ``head`` is its canonical form: the lots, the fingerprints of
    both parts and of every file; ``sha256``, the receipt, is the fingerprint of the head.
    """

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="versions")
    rfp = models.ForeignKey(RFP, on_delete=models.PROTECT, related_name="+")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    rfp_version = models.ForeignKey(RFPVersion, on_delete=models.PROTECT, related_name="+")
    lots = ArrayField(models.PositiveSmallIntegerField())  # positions
    head = models.JSONField()
    sha256 = models.CharField(max_length=64)
    submitted_at = models.DateTimeField()  # by the database's clock
    submitted_by = models.ForeignKey(
        Recipient, null=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_by = models.ForeignKey(  # a paper bid, typed in after the opening
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = BidVersionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["bid", "number"], name="rfps_bid_version_number"),
            models.CheckConstraint(
                condition=Q(submitted_by__isnull=False) | Q(entered_by__isnull=False),
                name="rfps_bid_version_by_somebody",
            ),
        ]

    def __str__(self):
        return f"version {self.number} of {self.bid}"


class BidPart(Owned):
    """One envelope of a version: the answers, or the prices."""

    version = models.ForeignKey(BidVersion, on_delete=models.PROTECT, related_name="parts")
    rfp = models.ForeignKey(RFP, on_delete=models.PROTECT, related_name="+")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="+")
    envelope = models.CharField(max_length=10, choices=Envelope.choices)
    content = models.JSONField()  # rfps/bidding/canonical.py
    sha256 = models.CharField(max_length=64)

    objects = BidPartQuerySet.as_manager()

    class Meta:
        ordering = ["-envelope"]  # technical first
        constraints = [
            models.UniqueConstraint(fields=["version", "envelope"], name="rfps_one_part_each")
        ]

    def __str__(self):
        return f"{self.envelope} part of {self.version}"


class BidFile(StoredFile):
    """A file of a bid. Once submitted it stays; one that was only drafted is the vendor's alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="files")
    rfp = models.ForeignKey(RFP, on_delete=models.PROTECT, related_name="+")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="+")
    question_key = models.UUIDField(null=True, blank=True)  # null: beside the questions
    envelope = models.CharField(max_length=10, choices=Envelope.choices)
    submitted_at = models.DateTimeField(null=True, blank=True)  # when a version first named it

    objects = BidFileQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]

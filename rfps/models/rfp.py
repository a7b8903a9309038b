"""The request: what is asked, for which lots, until when; and its frozen versions."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, FilteredRelation, Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from accounts.models import Owned, OwnedQuerySet, User
from programs.choices import Priority
from programs.models import Program, Shortlist, WorkPackage
from rfps.choices import RFPKind, RFPState
from vendors.choices import Phase


class RFPQuerySet(OwnedQuerySet):
    def for_user(self, user):
        """Return the organisation's RFPs of the programs the user sees."""
        return (
            super().for_user(user).filter(program__in=Program.objects.for_user(user).values("pk"))
        )

    def open(self, now):
        """Return those that take answers: issued, and the deadline is to come."""
        return self.filter(state=RFPState.ISSUED, deadline_at__gt=now)

    def with_counts(self):
        """Add how many vendors are asked, ``asked_count``, and have answered, ``answered_count``."""
        return self.annotate(
            asked_count=Count("invitations"),
            answered_count=Count("invitations", filter=~Q(invitations__intent="")),
        ).order_by("-created_at", "pk")  # grouping drops the model's own order

    def with_standing(self, user):
        """Add what decides who may read its bids, ``standing``: see ``services.admission``."""
        return self.select_related("evaluation").annotate(
            opens_as=FilteredRelation("openers", condition=Q(openers__user=user)),
            scores_as=FilteredRelation("evaluators", condition=Q(evaluators__user=user)),
            standing=JSONObject(
                opener="opens_as__pk",
                evaluator="scores_as__pk",
                has_conflict="scores_as__has_conflict",
                criteria="scores_as__criteria",
                sections="scores_as__sections",
                names_hidden="scores_as__names_hidden",
                submitted_at="scores_as__submitted_at",
            ),
        )


class RFP(Owned):
    """A request for information, proposal or quotation of one sponsor."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20)  # RFP-2026-014, per organisation
    kind = models.CharField(max_length=3, choices=RFPKind.choices, default=RFPKind.RFP)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="rfps")
    title = models.CharField(max_length=200)
    message = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=RFPState.choices, default=RFPState.DRAFT)
    deadline_at = models.DateTimeField()
    time_zone = models.CharField(max_length=60, default="UTC")
    currencies = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    terms = models.TextField(blank=True)

    # Staged disclosure: until its CDA a vendor reads these three and not who asks.
    needs_cda = models.BooleanField(default=False)
    blinded_title = models.CharField(max_length=200, blank=True)
    synopsis = models.TextField(blank=True)
    cda_text = models.TextField(blank=True)

    # The schedule beside the deadline, in this order; what is not planned is null.
    intent_due_at = models.DateTimeField(null=True, blank=True)
    questions_close_at = models.DateTimeField(null=True, blank=True)
    answers_due_at = models.DateTimeField(null=True, blank=True)
    freeze_at = models.DateTimeField(null=True, blank=True)  # no addendum from then on
    opening_at = models.DateTimeField(null=True, blank=True)
    decision_at = models.DateTimeField(null=True, blank=True)

    shows_submitted = models.BooleanField(default=True)  # may buyers see that a bid came in?
    approval_asked_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approval_asked_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_back_reason = models.TextField(blank=True)  # why the last approval was refused
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    issued_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)

    objects = RFPQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"], name="rfps_number_per_organisation"
            ),
            models.CheckConstraint(condition=Q(state__in=RFPState.values), name="rfps_rfp_state"),
            models.CheckConstraint(
                condition=~Q(state__in=["issued", "awarded"]) | Q(issued_at__isnull=False),
                name="rfps_issued_has_time",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self):
        return reverse("rfp-detail", args=[self.pk])

    def is_open(self, now) -> bool:
        """Say whether it takes answers: issued, and the deadline is to come."""
        return self.state == RFPState.ISSUED and now < self.deadline_at

    def is_closed(self, now) -> bool:
        """Say whether the deadline is past: derived from the clock, never stored."""
        return self.state == RFPState.ISSUED and now >= self.deadline_at

    @property
    def frozen_from(self):
        """Return when the last addendum may go out: the planned freeze, at the latest the deadline."""
        return min(self.freeze_at or self.deadline_at, self.deadline_at)

    def is_editable(self, now) -> bool:
        """Say whether the working copy may change: a draft, or what may become an addendum."""
        is_open = self.state == RFPState.ISSUED and now < self.frozen_from
        return is_open or self.state == RFPState.DRAFT


class OwnedByRFPQuerySet(OwnedQuerySet):
    def for_user(self, user):
        return super().for_user(user).filter(rfp__in=RFP.objects.for_user(user).values("pk"))


class RFPVersion(Owned):
    """What was issued, frozen: the first issue and each addendum."""

    rfp = models.ForeignKey(RFP, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()  # all that vendors read, with the stable keys: rfps/content.py
    sha256 = models.CharField(max_length=64)
    note = models.TextField(blank=True)  # why there is an addendum, in the sponsor's words
    changes = models.JSONField(default=list)  # what differs from the version before
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["rfp", "number"], name="rfps_version_number")
        ]

    def __str__(self):
        return f"version {self.number} of {self.rfp}"


class Lot(Owned):
    """One package of the program, asked for as a whole; awards are made between lots."""

    rfp = models.ForeignKey(RFP, on_delete=models.CASCADE, related_name="lots")
    package = models.ForeignKey(WorkPackage, null=True, on_delete=models.SET_NULL, related_name="+")
    shortlist = models.ForeignKey(Shortlist, null=True, on_delete=models.SET_NULL, related_name="+")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200)

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["rfp", "position"], name="rfps_lot_position")
        ]

    def __str__(self):
        return self.title


class ScopeLine(Owned):
    """One line of what is asked. Its key stays the same across versions."""

    rfp = models.ForeignKey(RFP, on_delete=models.CASCADE, related_name="scope_lines")
    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="scope_lines")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=300)
    capabilities = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    phase = models.CharField(max_length=4, choices=Phase.choices)
    quantity = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    priority = models.CharField(max_length=6, choices=Priority.choices, default=Priority.MUST)
    note = models.CharField(max_length=300, blank=True)

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["lot__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["rfp", "key"], name="rfps_scope_key"),
            models.UniqueConstraint(
                fields=["lot", "position"],
                name="rfps_scope_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self):
        return self.label

"""
How bids are scored: the rules frozen at the opening, who scores, each score, and the moderated one.

All of it is the sponsor's alone. The database (migration 0051) repeats what matters: frozen rules
stay, states only move forward, scores are written while there is scoring, moderations while there
is moderation, and a bid below the minimum keeps its commercial part sealed for ever.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Owned, User
from rfps.choices import Aggregation, EvaluationState
from rfps.models.bid import Bid
from rfps.models.rfp import RFP, OwnedByRFPQuerySet

SCALE = 5  # the highest score; the lowest is 0


class Evaluation(Owned):
    """
    The one evaluation of a request, and its rules. ``frozen`` is what the opening froze of the
    version then in force: ``version`` (number), ``sha256`` and ``criteria`` as in rfps/content.py.
    """

    rfp = models.OneToOneField(RFP, on_delete=models.PROTECT, related_name="evaluation")
    state = models.CharField(
        max_length=16, choices=EvaluationState.choices, default=EvaluationState.PLANNED
    )
    aggregation = models.CharField(
        max_length=6, choices=Aggregation.choices, default=Aggregation.MEAN
    )
    scale = models.PositiveSmallIntegerField(default=SCALE, editable=False)
    is_two_step = models.BooleanField(default=True)  # prices only after the technical scores
    minimum = models.DecimalField(  # technical points a bid needs for its prices to be opened
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    frozen = models.JSONField(null=True, editable=False)
    frozen_at = models.DateTimeField(null=True, editable=False)
    scoring_closed_at = models.DateTimeField(null=True, editable=False)
    scoring_closed_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    # why the lead did not wait for everybody; empty where all sheets were in
    scoring_closed_reason = models.TextField(blank=True, editable=False)
    technical_closed_at = models.DateTimeField(null=True, editable=False)
    technical_closed_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=EvaluationState.values), name="rfps_evaluation_state"
            ),
            models.CheckConstraint(
                condition=Q(aggregation__in=Aggregation.values), name="rfps_evaluation_aggregation"
            ),
            models.CheckConstraint(
                condition=Q(scale__gte=1, scale__lte=10), name="rfps_evaluation_scale"
            ),
            models.CheckConstraint(
                condition=Q(minimum=None) | Q(minimum__gte=0, minimum__lte=100),
                name="rfps_evaluation_minimum",
                violation_error_message="The minimum is from 0 to 100 points.",
            ),
            models.CheckConstraint(
                condition=Q(state="planned", frozen_at=None, frozen=None)
                | (~Q(state="planned") & Q(frozen_at__isnull=False, frozen__isnull=False)),
                name="rfps_evaluation_frozen",
            ),
        ]

    def __str__(self):
        return f"evaluation of {self.rfp}"


class Evaluator(Owned):
    """
    A colleague named to score. Nothing is shown to one who has not declared, or has a conflict.

    ``criteria`` and ``sections`` are stable keys of what the person scores and reads; empty is all
    of the technical envelope.
    """

    rfp = models.ForeignKey(RFP, on_delete=models.PROTECT, related_name="evaluators")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    criteria = ArrayField(models.UUIDField(), default=list, blank=True)
    sections = ArrayField(models.UUIDField(), default=list, blank=True)
    names_hidden = models.BooleanField(default=False)  # bidders are letters to this person
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField(null=True, editable=False)
    has_conflict = models.BooleanField(null=True, editable=False)
    statement = models.TextField(blank=True)  # what the declaration says beside yes or no
    submitted_at = models.DateTimeField(null=True, editable=False)

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rfp", "user"],
                name="rfps_evaluator_named_once",
                violation_error_message="This person is named already.",
            ),
            models.CheckConstraint(
                condition=Q(declared_at=None, has_conflict=None)
                | Q(declared_at__isnull=False, has_conflict__isnull=False),
                name="rfps_evaluator_declared",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(has_conflict=False),
                name="rfps_evaluator_submits_without_conflict",
            ),
        ]

    def __str__(self):
        return f"{self.user} for {self.rfp}"

    @property
    def is_admitted(self) -> bool:
        """Say whether the person has declared to be free of conflicts."""
        return self.has_conflict is False


class Score(Owned):
    """What one evaluator gives one bid on one criterion; ``points`` are null while only a comment
    is written."""

    rfp = models.ForeignKey(RFP, on_delete=models.PROTECT, related_name="+")
    evaluator = models.ForeignKey(Evaluator, on_delete=models.PROTECT, related_name="scores")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="scores")
    criterion_key = models.UUIDField()
    points = models.PositiveSmallIntegerField(null=True, blank=True)  # 0 to Evaluation.scale
    comment = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluator", "bid", "criterion_key"], name="rfps_score_once"
            ),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__gte=0, points__lte=SCALE),
                name="rfps_score_in_scale",
                violation_error_message=f"A score is from 0 to {SCALE}.",
            ),
        ]

    def __str__(self):
        return f"{self.points} for {self.bid} on {self.criterion_key} by {self.evaluator}"


class Moderation(Owned):
    """The one score a panel has settled on for a bid and a criterion, and why."""

    rfp = models.ForeignKey(RFP, on_delete=models.PROTECT, related_name="moderations")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="moderations")
    criterion_key = models.UUIDField()
    points = models.DecimalField(max_digits=3, decimal_places=1)  # 0 to Evaluation.scale
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=1)  # counts the changes: two leads meet here

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "criterion_key"], name="rfps_moderated_once_per_cell"
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=SCALE),
                name="rfps_moderation_in_scale",
                violation_error_message=f"A score is from 0 to {SCALE}.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="rfps_moderation_has_reason",
                violation_error_message="Say why.",
            ),
        ]

    def __str__(self):
        return f"{self.points} for {self.bid} on {self.criterion_key}"


class TechnicalResult(Owned):
    """
    The technical points of a bid when its scores were closed. Without a qualified one the
    commercial part of a two-step request is not readable, by anybody.
    """

    rfp = models.ForeignKey(RFP, on_delete=models.PROTECT, related_name="technical_results")
    bid = models.OneToOneField(Bid, on_delete=models.PROTECT, related_name="technical_result")
    points = models.DecimalField(max_digits=5, decimal_places=2)
    is_qualified = models.BooleanField()
    at = models.DateTimeField()

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["-points", "pk"]

    def __str__(self):
        return f"{self.points} points for {self.bid}"

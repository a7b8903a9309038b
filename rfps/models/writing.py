"""What the sponsor writes: facts, questionnaire, bid grid and criteria. Vendors read versions."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Owned, User
from rfps.choices import AnswerType, Envelope
from rfps.models.rfp import RFP, Lot, OwnedByRFPQuerySet


class OfRFP(Owned):
    """A row of the working copy. Its key stays the same across versions."""

    rfp = models.ForeignKey(RFP, on_delete=models.CASCADE)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField()

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class BriefItem(OfRFP):
    """A fact a vendor needs to size its answer, e.g. the batch size; from the CMC or clinical annex."""

    lot = models.ForeignKey(
        Lot, null=True, blank=True, on_delete=models.CASCADE, related_name="briefitems"
    )
    group = models.CharField(max_length=80)
    label = models.CharField(max_length=200)
    value = models.TextField(blank=True)
    effect = models.CharField(max_length=300, blank=True)  # what it costs when it is missing
    is_required = models.BooleanField(default=False)

    class Meta(OfRFP.Meta):
        constraints = [models.UniqueConstraint(fields=["rfp", "key"], name="rfps_brief_key")]

    def __str__(self):
        return self.label


class Section(OfRFP):
    """A part of the questionnaire, of one lot or of the whole RFP; its answers share an envelope."""

    lot = models.ForeignKey(
        Lot, null=True, blank=True, on_delete=models.CASCADE, related_name="sections"
    )
    title = models.CharField(max_length=200)
    envelope = models.CharField(max_length=10, choices=Envelope.choices, default=Envelope.TECHNICAL)

    class Meta(OfRFP.Meta):
        constraints = [models.UniqueConstraint(fields=["rfp", "key"], name="rfps_section_key")]

    def __str__(self):
        return self.title


class Question(OfRFP):
    """A typed question to every vendor."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(max_length=500)
    help = models.CharField(max_length=500, blank=True)
    type = models.CharField(max_length=8, choices=AnswerType.choices, default=AnswerType.TEXT)
    # of a choice the options, of a table the columns
    options = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    is_mandatory = models.BooleanField(default=False)
    fact = models.CharField(max_length=40, blank=True)  # what of the directory answers it

    class Meta(OfRFP.Meta):
        constraints = [
            models.UniqueConstraint(fields=["rfp", "key"], name="rfps_question_key"),
            models.CheckConstraint(
                condition=~Q(type__in=["choice", "table"]) | ~Q(options=[]),
                name="rfps_question_has_options",
                violation_error_message="Name the options of a choice, or the columns of a table.",
            ),
        ]

    def __str__(self):
        return self.text


class GridLine(OfRFP):
    """A line every vendor prices, in one unit."""

    lot = models.ForeignKey(Lot, on_delete=models.CASCADE, related_name="gridlines")
    label = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    unit = models.CharField(max_length=40)
    is_optional = models.BooleanField(default=False)
    scope_key = models.UUIDField(null=True, blank=True)  # the scope line it prices
    note = models.CharField(max_length=300, blank=True)

    class Meta(OfRFP.Meta):
        constraints = [
            models.UniqueConstraint(fields=["rfp", "key"], name="rfps_grid_key"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0),
                name="rfps_grid_quantity",
                violation_error_message="A quantity is above zero.",
            ),
        ]

    def __str__(self):
        return self.label


class Criterion(OfRFP):
    """What bids will be scored on: weight in points, anchors of the scale, perhaps a gate."""

    name = models.CharField(max_length=200)
    help = models.CharField(max_length=500, blank=True)
    weight = models.DecimalField(max_digits=5, decimal_places=2)
    envelope = models.CharField(max_length=10, choices=Envelope.choices, default=Envelope.TECHNICAL)
    anchors = models.JSONField(default=list)  # [[0, "No experience"], ..., [5, "..."]]
    is_price = models.BooleanField(default=False)  # its points come from the price formula
    is_gate = models.BooleanField(default=False)
    minimum = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)

    class Meta(OfRFP.Meta):
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["rfp", "key"], name="rfps_criterion_key"),
            models.CheckConstraint(
                condition=Q(weight__gte=0, weight__lte=100),
                name="rfps_criterion_weight",
                violation_error_message="A weight is from 0 to 100 points.",
            ),
            models.UniqueConstraint(
                fields=["rfp"],
                condition=Q(is_price=True),
                name="rfps_one_price_criterion",
                violation_error_message="One criterion alone is scored by the price formula.",
            ),
            models.CheckConstraint(
                condition=Q(is_price=False) | Q(envelope="commercial", is_gate=False),
                name="rfps_price_criterion_is_commercial",
                violation_error_message="What the price formula scores is commercial, and no gate.",
            ),
            models.CheckConstraint(
                condition=Q(is_gate=False) | Q(minimum__isnull=False),
                name="rfps_gate_has_minimum",
                violation_error_message="A gate needs the score that passes it.",
            ),
        ]

    def __str__(self):
        return self.name


class Template(Owned):
    """An organisation's own template: the writing of an RFP without program, vendors and dates."""

    name = models.CharField(max_length=120)
    content = models.JSONField()  # as rfps/library/: brief, sections, grid, criteria, terms
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="rfps_template_name",
                violation_error_message="Your organisation has a template of this name.",
            )
        ]

    def __str__(self):
        return self.name


class LibraryQuestion(Owned):
    """A question an organisation asks again and again."""

    text = models.CharField(max_length=500)
    help = models.CharField(max_length=500, blank=True)
    type = models.CharField(max_length=8, choices=AnswerType.choices, default=AnswerType.TEXT)
    options = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    fact = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["text"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "text"],
                name="rfps_library_question",
                violation_error_message="This question is in your library already.",
            )
        ]

    def __str__(self):
        return self.text


class SourcingPolicy(Owned):
    """An organisation's own rules for its requests."""

    needs_approval = models.BooleanField(default=False)  # a second person approves each issue

    class Meta:
        verbose_name_plural = "sourcing policies"
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="rfps_one_sourcing_policy")
        ]

    def __str__(self):
        return f"policy of {self.organisation}"

"""Work packages: the needs that are sourced together, and the gates a vendor must pass."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import Owned, User
from programs.choices import GateKind, Origin, Priority
from programs.models.program import OwnedByProgramQuerySet, Program
from vendors.choices import Evidence, Phase
from vendors.models import Vendor


class OwnedByPackageQuerySet(OwnedByProgramQuerySet):
    program_path = "package__program"


class OwnedByGateQuerySet(OwnedByProgramQuerySet):
    program_path = "gate__package__program"


class WorkPackageQuerySet(OwnedByProgramQuerySet):
    def for_cards(self):
        """Return the packages with their needs and the number of shortlisted vendors."""
        return (
            self.select_related("shortlist")
            .prefetch_related("needs")
            .annotate(shortlisted=Count("shortlist__entries", distinct=True))
            .order_by("position", "name")  # an aggregate drops the default order
        )

    def for_page(self):
        return self.select_related("program", "shortlist").prefetch_related(
            "needs", "gates", "program__phases", "program__open_facts"
        )


class WorkPackage(Owned):
    """The part of a program's needs that is sourced together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="packages")
    key = models.CharField(max_length=40)  # the taxonomy's default package, or a slug of the name
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    objects = WorkPackageQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["program", "key"], name="programs_package_key")
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("package-match", args=[self.pk])


class Need(Owned):
    """A slot of one phase: one leaf, or alternatives of which one is enough."""

    package = models.ForeignKey(WorkPackage, on_delete=models.CASCADE, related_name="needs")
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="needs")
    phase = models.CharField(max_length=4, choices=Phase.choices)
    slot = models.CharField(max_length=40)  # the leaf's code, or the any-of group
    label = models.CharField(max_length=300)
    capabilities = ArrayField(models.CharField(max_length=8))  # codes; more than one: any of them
    priority = models.CharField(max_length=6, choices=Priority.choices, default=Priority.MUST)
    weight = models.DecimalField(max_digits=6, decimal_places=2)
    minimum_evidence = models.PositiveSmallIntegerField(
        choices=Evidence.choices, default=Evidence.DECLARED
    )
    scale = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    scale_unit = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.PROPOSED)
    # what a person has set: a new proposal leaves these fields alone
    edited_fields = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    objects = OwnedByProgramQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "phase", "slot"],
                name="programs_one_slot_per_phase",
                violation_error_message="This phase already has that need.",
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0),
                name="programs_weight_positive",
                violation_error_message="A weight must be above zero; remove the need instead.",
            ),
            models.CheckConstraint(condition=~Q(capabilities=[]), name="programs_need_has_leaf"),
        ]

    def __str__(self):
        return f"{self.phase} {self.label}"

    @property
    def slot_key(self) -> str:
        """Name what it asks for in a way that holds in every program."""
        return f"{self.phase}:{self.slot}"


class Gate(Owned):
    """Pass or fail, on sites: a failing site's lines do not count."""

    package = models.ForeignKey(WorkPackage, on_delete=models.CASCADE, related_name="gates")
    kind = models.CharField(max_length=20, choices=GateKind.choices)
    parameters = models.JSONField(
        default=dict, blank=True
    )  # {"countries": ["US", …]} or {"years": 3}

    objects = OwnedByPackageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["package", "kind"], name="programs_one_gate_per_kind")
        ]

    def __str__(self):
        return self.get_kind_display()

    def rule(self) -> str:
        """Say the gate with its parameters."""
        if self.kind == GateKind.COUNTRY:
            countries = ", ".join(self.parameters.get("countries", []))
            is_allow = self.parameters.get("mode") == "allow"
            return f"{'Only sites' if is_allow else 'No sites'} in {countries}"
        if self.kind == GateKind.WARNING_LETTER:
            years = self.parameters.get("years", 3)
            return f"No open warning letter within {years} year{'s' * (years != 1)}"
        if self.kind == GateKind.GXP:
            return "No site below the GxP grade of the phase"
        return "No vendor that we have disqualified"


class Waiver(Owned):
    """A gate set aside for one vendor, with the reason."""

    gate = models.ForeignKey(Gate, on_delete=models.CASCADE, related_name="waivers")
    vendor = models.ForeignKey(Vendor, on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    waived_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    waived_at = models.DateTimeField()

    objects = OwnedByGateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gate", "vendor"], name="programs_one_waiver"),
            models.CheckConstraint(condition=~Q(reason=""), name="programs_waiver_has_reason"),
        ]

    def __str__(self):
        return f"{self.gate} waived for {self.vendor}"

"""Partner plans that a team has kept, and what its watch last saw."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Owned, User
from programs.models.program import OwnedByProgramQuerySet, Program


class KeptPlanQuerySet(OwnedByProgramQuerySet):
    def for_page(self):
        return self.select_related("program", "kept_by").prefetch_related("program__phases")


class KeptPlan(Owned):
    """A plan as it was on a day, with the reason it was chosen and who says so. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="kept_plans")
    record = models.JSONField()  # plans/records.py: options, needs, plans, what is proved
    chosen = models.CharField(max_length=8)  # which of the record's plans: best, more
    reason = models.TextField()
    kept_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    kept_by_name = models.CharField(max_length=200)  # stays when the account goes
    kept_at = models.DateTimeField()

    objects = KeptPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-kept_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="programs_kept_plan_has_reason")
        ]

    def __str__(self):
        return f"Plan of {self.program}, {self.kept_at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("plan-kept", args=[self.pk])


class ProgramWatch(Owned):
    """What the watch last saw of a program: the top ten of each package, and the plan."""

    program = models.OneToOneField(Program, on_delete=models.CASCADE, related_name="watch")
    asked = models.CharField(max_length=64)  # of what is asked; when it changes, nobody is told
    seen = models.JSONField(default=dict)
    seen_at = models.DateTimeField()

    objects = OwnedByProgramQuerySet.as_manager()

    def __str__(self):
        return f"Watch of {self.program}"

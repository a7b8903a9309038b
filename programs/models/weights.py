"""Named weights: an opinion kept beside the needs' own, for every program with such needs."""

from django.db import models

from accounts.models import Owned, User
from programs.choices import Weighing
from programs.models.program import OwnedByProgramQuerySet, Program


class WeightSet(Owned):
    """
    What somebody of the organisation thinks the needs weigh; the needs keep their own.

    It is seen by those who see the program it was made in, and may be tried in all of theirs.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="weight_sets")
    name = models.CharField(max_length=80)
    method = models.CharField(max_length=10, choices=Weighing.choices)
    values = models.JSONField(default=dict)  # {slot key of a need: "points or place, as entered"}
    saved_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField()

    objects = OwnedByProgramQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "name"],
                name="programs_weight_set_name",
                violation_error_message="The program already has weights of that name.",
            )
        ]

    def __str__(self):
        return self.name

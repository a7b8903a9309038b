"""A drug program: what it is, who works on it, and its way along the phases."""

import uuid

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.models import Owned, OwnedQuerySet, User
from programs.choices import ExpressionHost, Market, Visibility
from vendors.choices import DosageForm, Modality, Phase
from vendors.models import codes


def _count(name):
    """Count the rows of a program in a subquery, so that two counts do not multiply."""
    rows = (
        apps.get_model("programs", name)
        .objects.filter(program=OuterRef("pk"))
        .order_by()
        .values("program")
    )
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


class ProgramQuerySet(OwnedQuerySet):
    def for_user(self, user):
        """Return the organisation's programs that are open to all, or whose team has the user."""
        return (
            super()
            .for_user(user)
            .filter(Q(visibility=Visibility.ORGANISATION) | Q(members__user=user))
            .distinct()
        )

    def for_list(self):
        """Return the programs with what a row of the list shows."""
        return self.prefetch_related("phases", "open_facts").annotate(
            package_count=_count("WorkPackage"), need_count=_count("Need")
        )

    def for_page(self):
        return self.select_related("organisation", "created_by").prefetch_related(
            "phases", "open_facts", "members__user"
        )

    def open_to(self, user):
        """Return what a colleague would see when acting for the program's organisation."""
        return self.filter(
            Q(visibility=Visibility.ORGANISATION) | Q(members__user=user),
            organisation__memberships__user=user,
        ).distinct()


class Program(Owned):
    """A drug program of one sponsor."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200, blank=True)
    modality = models.CharField(max_length=4, choices=Modality.choices, blank=True)
    indication = models.CharField(max_length=300, blank=True)
    therapeutic_area = models.CharField(max_length=120, blank=True)
    current_phase = models.CharField(max_length=4, choices=Phase.choices, blank=True)
    target_phase = models.CharField(max_length=4, choices=Phase.choices, default=Phase.COM)
    markets = codes(Market.choices)
    trial_ids = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    expression_host = models.CharField(max_length=10, choices=ExpressionHost.choices, blank=True)
    # "P2:M4.16": proposed needs that a person removed, so that no proposal brings them back
    dismissed_slots = ArrayField(models.CharField(max_length=46), default=list, blank=True)
    blinded_synopsis = models.TextField(blank=True)
    description = models.TextField(blank=True)
    visibility = models.CharField(
        max_length=12, choices=Visibility.choices, default=Visibility.ORGANISATION
    )
    source = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(blank=True)
    source_date = models.DateField(null=True, blank=True)
    source_values = models.JSONField(default=dict, blank=True)  # what the record last said
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"],
                name="programs_code_per_organisation",
                violation_error_message="Your organisation already has a program with this code.",
            )
        ]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("program-detail", args=[self.pk])

    def way(self) -> str:
        """Say where the program stands and where it goes."""
        target = Phase(self.target_phase).label
        if not self.current_phase:
            return f"Phase not stated, planned up to {target}"
        now = Phase(self.current_phase).label
        return f"{now} now" if now == target else f"{now} now, planned up to {target}"

    def market_labels(self) -> list[str]:
        return [Market(code).label for code in self.markets]


class OwnedByProgramQuerySet(OwnedQuerySet):
    """What hangs on a program is seen by those who see the program."""

    program_path = "program"

    def for_user(self, user):
        programs = Program.objects.for_user(user).values("pk")
        return super().for_user(user).filter(**{f"{self.program_path}__in": programs})


class ProgramMember(Owned):
    """A colleague on the program's team."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "user"], name="programs_one_team_place")
        ]

    def __str__(self):
        return f"{self.user} on {self.program}"


class OpenFact(Owned):
    """A fact a record did not state: proposed by a named rule, or left open, until confirmed."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="open_facts")
    field = models.CharField(max_length=30)  # modality, dosage_form, current_phase
    proposed = models.CharField(max_length=40, blank=True)  # blank: left open
    rule = models.CharField(max_length=300)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = OwnedByProgramQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["program", "field"], name="programs_one_open_fact")
        ]

    def __str__(self):
        return f"{self.field} of {self.program}"


class ProgramPhase(Owned):
    """One phase of the plan: its dates, the form dosed in it, its scale."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="phases")
    phase = models.CharField(max_length=4, choices=Phase.choices)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    dosage_form = models.CharField(max_length=4, choices=DosageForm.choices, blank=True)
    scale = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    scale_unit = models.CharField(max_length=40, blank=True)

    objects = OwnedByProgramQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["program", "phase"], name="programs_one_row_per_phase"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lte=models.F("ends_on")),
                name="programs_phase_dates",
                violation_error_message="The phase ends before it starts.",
            ),
        ]

    def __str__(self):
        return f"{self.phase} of {self.program}"

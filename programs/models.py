"""Drug programs, what each phase needs, and the shortlists made from it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.models import Owned, OwnedQuerySet, User
from programs.choices import ExpressionHost, GateKind, Market, Origin, Priority, Visibility
from vendors.choices import DosageForm, Evidence, Modality, Phase
from vendors.models import Vendor, codes


def _count(model):
    """Count the rows of a program in a subquery, so that two counts do not multiply."""
    rows = model.objects.filter(program=OuterRef("pk")).order_by().values("program")
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
            package_count=_count(WorkPackage), need_count=_count(Need)
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


class OwnedByProgramQuerySet(OwnedQuerySet):
    """What hangs on a program is seen by those who see the program."""

    program_path = "program"

    def for_user(self, user):
        programs = Program.objects.for_user(user).values("pk")
        return super().for_user(user).filter(**{f"{self.program_path}__in": programs})


class OwnedByPackageQuerySet(OwnedByProgramQuerySet):
    program_path = "package__program"


class OwnedByGateQuerySet(OwnedByProgramQuerySet):
    program_path = "gate__package__program"


class OwnedByShortlistQuerySet(OwnedByProgramQuerySet):
    program_path = "shortlist__package__program"


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


class WorkPackageQuerySet(OwnedByProgramQuerySet):
    def for_cards(self):
        """Return the packages with their needs and the number of shortlisted vendors."""
        return (
            self.select_related("shortlist")
            .prefetch_related("needs")
            .annotate(shortlisted=Count("shortlist__entries", distinct=True))
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


class ShortlistQuerySet(OwnedByPackageQuerySet):
    def for_page(self):
        return self.select_related("package__program").prefetch_related(
            "entries__vendor", "entries__added_by", "shares__user", "shares__shared_by"
        )


class Shortlist(Owned):
    """The vendors a team wants to ask for one package."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    package = models.OneToOneField(WorkPackage, on_delete=models.CASCADE, related_name="shortlist")
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ShortlistQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return f"Shortlist of {self.package}"

    def get_absolute_url(self):
        return reverse("shortlist-detail", args=[self.pk])


class ShortlistEntry(Owned):
    """A vendor on a shortlist, with the frozen result that put it there."""

    shortlist = models.ForeignKey(Shortlist, on_delete=models.CASCADE, related_name="entries")
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    snapshot = models.JSONField(default=dict)  # needs, weights, gates, algorithm, data date, result
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    objects = OwnedByShortlistQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["shortlist", "vendor"],
                name="programs_vendor_once_per_shortlist",
                violation_error_message="This vendor is on the shortlist already.",
            )
        ]

    def __str__(self):
        return f"{self.vendor} on {self.shortlist}"


class ShortlistShare(Owned):
    """A shortlist shown to a colleague, who is told by e-mail."""

    shortlist = models.ForeignKey(Shortlist, on_delete=models.CASCADE, related_name="shares")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    shared_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    shared_at = models.DateTimeField()
    message = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shortlist", "user"], name="programs_shared_once")
        ]

    def __str__(self):
        return f"{self.shortlist} to {self.user}"

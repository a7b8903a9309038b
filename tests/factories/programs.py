"""Programs, their packages and needs, and shortlists. Each row carries its program's organisation."""

from datetime import UTC, datetime
from decimal import Decimal

import factory

from programs import models
from programs.choices import GateKind, Origin, Priority
from programs.plans import drawing
from programs.plans.wish import Wish
from tests.factories.accounts import OrganisationFactory
from vendors.choices import Evidence, Modality, Phase


class ProgramFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Program

    organisation = factory.SubFactory(OrganisationFactory)
    code = factory.Sequence(lambda n: f"PHL-{n:03}")
    modality = Modality.SM
    indication = "Chronic cough"
    current_phase = Phase.P1
    target_phase = Phase.COM


class _OfProgram(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    program = factory.SubFactory(ProgramFactory)
    organisation = factory.SelfAttribute("program.organisation")


class _OfPackage(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    package = factory.SubFactory("tests.factories.programs.WorkPackageFactory")
    organisation = factory.SelfAttribute("package.organisation")


class ProgramPhaseFactory(_OfProgram):
    class Meta:
        model = models.ProgramPhase

    phase = Phase.P1


class ProgramMemberFactory(_OfProgram):
    class Meta:
        model = models.ProgramMember


class OpenFactFactory(_OfProgram):
    class Meta:
        model = models.OpenFact

    field = "dosage_form"
    rule = "The record does not say how the drug is given."


class WorkPackageFactory(_OfProgram):
    class Meta:
        model = models.WorkPackage

    key = factory.Sequence(lambda n: f"package-{n}")
    name = factory.Sequence(lambda n: f"Package {n}")


class NeedFactory(_OfPackage):
    """Make a need of a package; its one leaf is its slot, which need not be in the taxonomy."""

    class Meta:
        model = models.Need

    program = factory.SelfAttribute("package.program")
    phase = Phase.P1
    slot = factory.Sequence(lambda n: f"T1.{n:02}")
    label = factory.LazyAttribute(lambda need: f"Work on {need.slot}")
    capabilities = factory.LazyAttribute(lambda need: [need.slot])
    priority = Priority.MUST
    weight = Decimal(3)
    minimum_evidence = Evidence.DECLARED
    origin = Origin.PROPOSED


class GateFactory(_OfPackage):
    class Meta:
        model = models.Gate

    kind = GateKind.WARNING_LETTER
    parameters = factory.LazyAttribute(
        lambda gate: {"years": 3} if gate.kind == GateKind.WARNING_LETTER else {}
    )


class WaiverFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Waiver

    gate = factory.SubFactory(GateFactory)
    organisation = factory.SelfAttribute("gate.organisation")
    reason = "Audited by us in May"
    waived_at = datetime(2026, 11, 1, tzinfo=UTC)


class ShortlistFactory(_OfPackage):
    class Meta:
        model = models.Shortlist


class ShortlistEntryFactory(factory.django.DjangoModelFactory):
    """Make an entry; give it a ``vendor``."""

    class Meta:
        model = models.ShortlistEntry

    shortlist = factory.SubFactory(ShortlistFactory)
    organisation = factory.SelfAttribute("shortlist.organisation")
    added_at = datetime(2026, 11, 1, tzinfo=UTC)


class SignOffFactory(factory.django.DjangoModelFactory):
    """Make a sign-off; give it an ``entry``."""

    class Meta:
        model = models.SignOff

    organisation = factory.SelfAttribute("entry.organisation")
    reason = "Best evidence for the price"
    digest = "0" * 64
    signed_by_name = "Lea D"
    signed_at = datetime(2026, 11, 2, tzinfo=UTC)


class KeptPlanFactory(_OfProgram):
    """Make a kept plan whose record is drawn, as it is kept, from what is there."""

    class Meta:
        model = models.KeptPlan

    chosen = "best"
    reason = "Fewest transfers before the filing"
    kept_by_name = "Lea D"
    kept_at = datetime(2026, 11, 2, tzinfo=UTC)
    record = factory.LazyAttribute(
        lambda kept: drawing.draw(kept.program, Wish(), now=kept.kept_at)
    )


class WeightSetFactory(_OfProgram):
    class Meta:
        model = models.WeightSet

    name = factory.Sequence(lambda n: f"Weights {n}")
    method = "points"
    saved_at = datetime(2026, 11, 22, 9, tzinfo=UTC)

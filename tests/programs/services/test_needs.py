from decimal import Decimal

import pytest

from audit.models import Event
from programs.choices import Origin, Priority
from programs.errors import ProgramError
from programs.services import needs, packages
from programs.services import program as programs
from tests.factories.programs import ShortlistFactory
from vendors.choices import Evidence
from vendors.models import Capability

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]


@pytest.fixture
def program(lead, now):
    data = {
        "code": "AUR-7",
        "modality": "REC",
        "current_phase": "P1",
        "target_phase": "P2",
        "dosage_form": "VIAL",
    }
    return programs.register(by=lead, data=data, now=now)


def state(program):
    return list(program.needs.order_by("pk").values())


def test_proposing_twice_changes_nothing(program, lead, now):
    before, events = state(program), Event.objects.count()

    outcome = needs.propose(program=program, by=lead, now=now)

    assert state(program) == before
    assert Event.objects.count() == events
    assert (outcome.added, outcome.updated, outcome.removed, outcome.kept) == (0, 0, 0, 0)
    assert outcome.unchanged == len(before)
    assert str(outcome) == "The needs are as they were."


def test_decided_host_narrows_the_untouched_alternatives(program, lead, now):
    program.expression_host = "microbial"
    program.save()

    outcome = needs.propose(program=program, by=lead, now=now)

    made = program.needs.get(phase="P1", slot="EXPR")
    assert made.capabilities == ["M2.08"]
    assert made.reason == "Core for a recombinant protein in Phase 1: taxonomy M2.08"
    assert outcome.updated == 2
    assert str(outcome) == "Needs: 2 updated."


def test_proposal_leaves_alone_what_a_person_set(program, lead, now):
    made = program.needs.get(phase="P1", slot="EXPR")
    needs.update(
        need=made, by=lead, now=now, weight=Decimal(9), minimum_evidence=Evidence.INSPECTED
    )
    program.expression_host = "mammalian"
    program.save()

    needs.propose(program=program, by=lead, now=now)

    made.refresh_from_db()
    assert (made.weight, made.minimum_evidence) == (Decimal(9), Evidence.INSPECTED)
    assert made.capabilities == ["M2.06"]


def test_proposal_removes_only_the_untouched_that_no_longer_apply(program, lead, now):
    edited = program.needs.get(phase="P2", slot="M5.10")
    needs.update(need=edited, by=lead, now=now, note="Two lots")
    added = needs.add(program=program, phase="P2", slot="R4.10", by=lead, now=now)
    of_phase_2 = program.needs.filter(phase="P2").count()
    program.target_phase = "P1"
    program.save()

    outcome = needs.propose(program=program, by=lead, now=now)

    assert set(program.needs.filter(phase="P2")) == {edited, added}
    assert (outcome.removed, outcome.kept) == (of_phase_2 - 2, 2)


def test_outcome_adds_up(program, lead, now):
    before = program.needs.count()
    program.target_phase = "P3"
    program.save()

    outcome = needs.propose(program=program, by=lead, now=now)

    assert outcome.unchanged + outcome.updated + outcome.removed + outcome.kept == before
    assert before + outcome.added - outcome.removed == program.needs.count()


def test_package_that_lost_all_needs_goes_unless_shortlisted(program, lead, now):
    ShortlistFactory(package=program.packages.get(key="clinical"))
    before = {package.key for package in program.packages.all()}
    program.current_phase = program.target_phase = "COM"  # where no dosage form is stated
    program.save()

    needs.propose(program=program, by=lead, now=now)

    gone = before - {package.key for package in program.packages.all()}
    assert gone == {"drug-product", "nonclinical", "laboratories", "biometrics"}


def test_new_need_follows_where_a_person_moved_its_kind(program, lead, now):
    both = [program.packages.get(key=key) for key in ("drug-substance", "drug-product")]
    merged = packages.merge(packages=both, name="Integrated CDMO", by=lead, now=now)
    program.target_phase = "P3"
    program.save()

    needs.propose(program=program, by=lead, now=now)

    assert not program.packages.filter(key="drug-product").exists()
    assert set(program.needs.filter(phase="P3", package=merged).values_list("slot", flat=True)) == {
        "EXPR",
    }


def test_added_need_is_a_should_of_its_own_origin(program, lead, now):
    need = needs.add(program=program, phase="P1", slot="M6.07", by=lead, now=now)

    assert (need.origin, need.priority, need.weight) == (Origin.ADDED, Priority.SHOULD, Decimal(2))
    assert need.package.key == "supply"
    assert need.reason == "Optional for a recombinant protein in Phase 1: taxonomy M6.07"


@pytest.mark.parametrize(
    ("phase", "slot"),
    [("P1", "M5.03"), ("P1", "M1.04"), ("COM", "M6.07"), ("P1", ""), ("", "M6.07"), ("x", "x")],
)
def test_add_refuses_what_is_not_offered(program, lead, now, phase, slot):
    with pytest.raises(ProgramError, match=r"^This need cannot be added, or is there already\.$"):
        needs.add(program=program, phase=phase, slot=slot, by=lead, now=now)


def test_removed_need_stays_away_until_it_is_added_again(program, lead, now):
    need = program.needs.get(phase="P1", slot="M5.05")

    needs.remove(need=need, by=lead, now=now)
    outcome = needs.propose(program=program, by=lead, now=now)
    gone = not program.needs.filter(phase="P1", slot="M5.05").exists()
    back = needs.add(program=program, phase="P1", slot="M5.05", by=lead, now=now)

    program.refresh_from_db()
    assert outcome.added == 0
    assert gone
    assert (back.origin, back.priority) == (Origin.PROPOSED, Priority.MUST)
    assert program.dismissed_slots == []


def test_new_priority_brings_its_weight(program, lead, now):
    need = program.needs.get(phase="P1", slot="M5.05")

    updated = needs.update(need=need, by=lead, now=now, priority=Priority.COULD)

    assert updated.weight == Decimal(1)
    assert updated.edited_fields == ["priority", "weight"]


def test_weight_that_a_person_set_survives_a_new_priority(program, lead, now):
    need = program.needs.get(phase="P1", slot="M5.05")
    needs.update(need=need, by=lead, now=now, weight=Decimal(7))

    updated = needs.update(need=need, by=lead, now=now, priority=Priority.COULD)

    assert updated.weight == Decimal(7)


def test_update_with_what_is_there_already_is_no_edit(program, lead, now):
    need = program.needs.get(phase="P1", slot="M5.05")
    events = Event.objects.count()

    updated = needs.update(need=need, by=lead, now=now, priority=need.priority, weight=need.weight)

    assert updated.edited_fields == []
    assert Event.objects.count() == events


def test_alternatives_can_be_narrowed_and_widened_again(program, lead, now):
    need = program.needs.get(phase="P1", slot="FIH")

    narrow = needs.update(need=need, by=lead, now=now, capabilities=["R4.03"])
    wide = needs.update(need=need, by=lead, now=now, capabilities=["R4.03", "R4.02"])

    assert narrow.label == Capability.objects.get(code="R4.03").label
    assert wide.capabilities == ["R4.02", "R4.03"]


def test_chosen_alternatives_survive_a_proposal(program, lead, now):
    need = program.needs.get(phase="P1", slot="FIH")
    needs.update(need=need, by=lead, now=now, capabilities=["R4.03"])

    needs.propose(program=program, by=lead, now=now)

    need.refresh_from_db()
    assert need.capabilities == ["R4.03"]
    assert need.label == Capability.objects.get(code="R4.03").label


@pytest.mark.parametrize("codes", [[], ["R4.08"], ["R4.02", "M1.01"]])
def test_update_refuses_alternatives_that_the_slot_does_not_have(program, lead, now, codes):
    need = program.needs.get(phase="P1", slot="FIH")

    with pytest.raises(ProgramError, match=r"^Keep at least one of the alternatives\.$"):
        needs.update(need=need, by=lead, now=now, capabilities=codes)


def test_update_refuses_a_weight_of_zero(program, lead, now):
    need = program.needs.get(phase="P1", slot="FIH")

    with pytest.raises(ProgramError, match="above zero"):
        needs.update(need=need, by=lead, now=now, weight=Decimal(0))


def test_update_refuses_a_field_that_is_not_editable(program, lead, now):
    with pytest.raises(TypeError, match="origin"):
        needs.update(need=program.needs.first(), by=lead, now=now, origin=Origin.ADDED)


def test_update_all_is_all_or_nothing(program, lead, now):
    first, second = program.needs.all()[:2]
    changes = [(first, {"note": "x"}), (second, {"weight": Decimal(-1)})]

    with pytest.raises(ProgramError):
        needs.update_all(changes=changes, by=lead, now=now)

    first.refresh_from_db()
    assert first.note == ""

from datetime import date

import pytest

from accounts.choices import Role
from audit.models import Event
from programs.errors import ProgramError
from programs.models import Program
from programs.services import program as programs
from tests.factories.accounts import person
from tests.factories.programs import OpenFactFactory, ProgramFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]

TABLET = {
    "code": "AUR-7",
    "modality": "SM",
    "current_phase": "P1",
    "target_phase": "P2",
    "dosage_form": "OSD",
}


@pytest.fixture
def registered(lead, now):
    return programs.register(by=lead, data=TABLET, now=now)


def forms(program):
    return dict(program.phases.values_list("phase", "dosage_form"))


def test_register_makes_phases_team_packages_needs_and_an_event(registered, lead, sponsor):
    assert registered.organisation == sponsor
    assert registered.created_by == lead
    assert forms(registered) == {"P1": "OSD", "P2": "OSD"}
    assert [member.user for member in registered.members.all()] == [lead]
    assert registered.needs.count() == 33 + 36
    assert registered.packages.first().name == "Drug substance"
    events = Event.objects.filter(organisation=sponsor).order_by("sequence")
    assert [event.verb for event in events] == ["program.registered", "program.needs-proposed"]


def test_register_takes_a_form_of_its_own_for_a_phase(lead, now):
    data = TABLET | {
        "phases": [
            {"phase": "P2", "dosage_form": "SGEL", "starts_on": date(2027, 3, 1)},
            {"phase": "COM", "dosage_form": "OLIQ"},
        ]
    }

    program = programs.register(by=lead, data=data, now=now)

    assert forms(program) == {"P1": "OSD", "P2": "SGEL", "COM": "OLIQ"}
    assert program.phases.get(phase="P2").starts_on == date(2027, 3, 1)


def test_register_refuses_a_target_before_the_phase_now(lead, now):
    with pytest.raises(ProgramError, match=r"^The target phase comes before the current one\.$"):
        programs.register(by=lead, data=TABLET | {"target_phase": "PRE"}, now=now)

    assert Program.objects.count() == 0


def test_register_for_an_import_names_the_organisation(sponsor, now):
    facts = [{"field": "modality", "proposed": "MAB", "rule": "Its name ends in -mab"}]
    data = {"code": "NCT01", "current_phase": "P2", "open_facts": facts}

    program = programs.register(by=None, organisation=sponsor, data=data, now=now)

    assert program.modality == ""
    assert program.members.count() == 0
    assert program.needs.filter(capabilities=["M2.06"]).exists()


def test_edit_saves_and_proposes_again(registered, procurement, now):
    outcome = programs.edit(
        program=registered, by=procurement, data={"target_phase": "P3", "name": "Blue"}, now=now
    )

    registered.refresh_from_db()
    assert (registered.name, registered.target_phase) == ("Blue", "P3")
    assert forms(registered)["P3"] == ""
    assert outcome.added > 20
    assert [question.phase for question in outcome.questions] == ["P3"]
    assert Event.objects.filter(verb="program.edited").get().data == {
        "fields": ["name", "target_phase"]
    }


def test_edit_sees_changes_that_a_form_has_put_on_the_instance(registered, lead, now):
    registered.name = "Blue"

    programs.edit(program=registered, by=lead, data={"name": "Blue"}, now=now)

    assert Program.objects.get().name == "Blue"


def test_edit_keeps_the_editor_on_the_team(registered, lead, sponsor, now):
    colleague = person(sponsor, Role.MEMBER)

    programs.edit(program=registered, by=lead, data={"team": [colleague]}, now=now)

    assert {member.user for member in registered.members.all()} == {lead, colleague}


def test_edit_confirms_the_facts_that_a_person_fills_in(lead, sponsor, now):
    program = ProgramFactory(
        organisation=sponsor, modality="", current_phase="P1", target_phase="P1"
    )
    OpenFactFactory(program=program, field="modality", proposed="MAB")
    OpenFactFactory(program=program, field="dosage_form", proposed="VIAL")

    programs.edit(program=program, by=lead, data={"modality": "REC"}, now=now)

    confirmed = {fact.field: fact.confirmed_by for fact in program.open_facts.all()}
    assert confirmed == {"modality": lead, "dosage_form": None}


def test_confirmed_form_fills_the_phases_that_have_none(lead, now):
    data = TABLET | {"dosage_form": "", "phases": [{"phase": "P2", "dosage_form": "SGEL"}]}
    program = programs.register(by=lead, data=data, now=now)
    fact = OpenFactFactory(program=program, field="dosage_form")

    outcome = programs.confirm_fact(
        program=program, field="dosage_form", value="OLIQ", by=lead, now=now
    )

    fact.refresh_from_db()
    assert forms(program) == {"P1": "OLIQ", "P2": "SGEL"}
    assert (fact.confirmed_at, fact.confirmed_by) == (now, lead)
    assert outcome.questions == []


def test_confirmed_modality_replaces_the_needs_of_a_wrong_proposal(lead, sponsor, now):
    facts = [{"field": "modality", "proposed": "MAB", "rule": "Its name ends in -mab"}]
    data = {"code": "N1", "current_phase": "P1", "target_phase": "P1", "open_facts": facts}
    program = programs.register(by=lead, data=data, now=now)

    outcome = programs.confirm_fact(program=program, field="modality", value="SM", by=lead, now=now)

    program.refresh_from_db()
    codes = {code for need in program.needs.all() for code in need.capabilities}
    assert program.modality == "SM"
    assert outcome.removed > 0
    assert "M1.03" in codes
    assert "M2.06" not in codes
    assert not any("not confirmed" in need.reason for need in program.needs.all())


def test_confirmed_phase_brings_the_phases(lead, now):
    data = TABLET | {"current_phase": ""}
    program = programs.register(by=lead, data=data, now=now)

    programs.confirm_fact(program=program, field="current_phase", value="P2", by=lead, now=now)

    assert [row.phase for row in program.phases.all()] == ["P2"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("modality", "XXX"), ("modality", ""), ("code", "AUR-8"), ("nothing", "SM")],
)
def test_confirm_refuses_what_is_not_in_the_vocabulary(registered, lead, now, field, value):
    with pytest.raises(ProgramError, match=r"^Choose one of the values in the list\.$"):
        programs.confirm_fact(program=registered, field=field, value=value, by=lead, now=now)


def test_confirm_refuses_a_phase_after_the_target(registered, lead, now):
    with pytest.raises(ProgramError, match=r"^The target phase comes before the current one\.$"):
        programs.confirm_fact(
            program=registered, field="current_phase", value="COM", by=lead, now=now
        )

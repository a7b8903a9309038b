import pytest
from django.urls import reverse

from programs.models import Program
from tests.factories.programs import (
    NeedFactory,
    OpenFactFactory,
    ProgramFactory,
    ProgramPhaseFactory,
    WorkPackageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3, 100])
def test_list_query_count_is_flat(
    client_of, lead, sponsor, taxonomy, count, django_assert_num_queries
):
    for program in ProgramFactory.create_batch(count, organisation=sponsor):
        ProgramPhaseFactory(program=program)
        OpenFactFactory(program=program)
        NeedFactory.create_batch(2, package=WorkPackageFactory(program=program))
    client = client_of(lead)

    # The session and its user, the wall's settings and savepoints; then the count, the page, its
    # phases and open facts, and the taxonomy.
    with django_assert_num_queries(15):
        page = client.get(reverse("program-list"))

    assert f"<b>{count}</b> drug program" in page.text


def test_list_counts_packages_needs_and_open_questions(client_of, lead, sponsor):
    program = ProgramFactory(organisation=sponsor, code="AUR-7", modality="", indication="Gout")
    OpenFactFactory(program=program, field="modality", proposed="MAB")
    for _ in range(2):
        NeedFactory.create_batch(3, package=WorkPackageFactory(program=program))

    page = client_of(lead).get(reverse("program-list"))

    (row,) = page.context["rows"]
    assert (row.packages, row.needs, row.questions) == (2, 6, 1)
    assert row.what == "Antibody (not confirmed), Gout"


def test_list_is_paged(client_of, lead, sponsor):
    ProgramFactory.create_batch(26, organisation=sponsor)

    page = client_of(lead).get(reverse("program-list"), {"page": "2"})

    assert len(page.context["rows"]) == 1


@pytest.mark.parametrize("page", ["0", "-1", "x", "99", "' OR 1=1"])
def test_list_survives_a_tampered_page(client_of, lead, sponsor, page):
    ProgramFactory(organisation=sponsor)

    assert client_of(lead).get(reverse("program-list"), {"page": page}).status_code == 200


def test_empty_list_offers_the_next_step(client_of, lead):
    page = client_of(lead).get(reverse("program-list"))

    assert "No program yet" in page.text
    assert reverse("program-create") in page.text


def test_empty_list_offers_nothing_to_who_may_not(client_of, evaluator):
    page = client_of(evaluator).get(reverse("program-list"))

    assert "No program yet" in page.text
    assert reverse("program-create") not in page.text


FILLED = {
    "code": "AUR-9",
    "modality": "SM",
    "current_phase": "P1",
    "target_phase": "P2",
    "dosage_form": "OSD",
    "markets": ["EU", "US"],
    "trial_ids": "NCT01, NCT02",
    "visibility": "organisation",
    "phase-P2-starts_on": "2027-03-01",
    "phase-P2-dosage_form": "SGEL",
    "phase-P2-scale": "12.5",
    "phase-P2-scale_unit": "kg/batch",
}


def test_registered_program_leads_to_its_page(client_of, lead, taxonomy):
    answer = client_of(lead).post(reverse("program-create"), FILLED, follow=True)

    program = Program.objects.get()
    assert answer.redirect_chain == [(program.get_absolute_url(), 302)]
    assert f"AUR-9 is registered, with {program.needs.count()} needs proposed." in answer.text
    assert (program.markets, program.trial_ids) == (["EU", "US"], ["NCT01", "NCT02"])
    assert dict(program.phases.values_list("phase", "dosage_form")) == {"P1": "OSD", "P2": "SGEL"}
    assert program.needs.get(slot="M1.03", phase="P2").scale == program.phases.get(phase="P2").scale


def test_only_the_code_is_required(client_of, lead, taxonomy):
    data = {"code": "AUR-9", "target_phase": "COM", "visibility": "organisation"}

    page = client_of(lead).post(reverse("program-create"), data, follow=True).text

    assert "What kind of molecule is it?" in page
    assert "Which phase is it in?" in page


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"code": ""}, "This field is required."),
        ({"code": "aur-7"}, "Your organisation already has a program with this code."),
        ({"target_phase": "PRE"}, "The target comes before the phase now."),
        ({"modality": "XX"}, "Select a valid choice."),
        ({"phase-P2-ends_on": "2027-02-01"}, "Phase 2 ends before it starts."),
        ({"phase-P2-starts_on": "2025-02-30"}, "Enter a valid date."),
        ({"phase-P2-scale_unit": ""}, "Choose the unit of the scale."),
        ({"phase-P2-scale": "-1"}, "greater than or equal to 0"),
    ],
)
def test_refused_form_names_the_field_and_keeps_what_was_typed(
    client_of, lead, program, taxonomy, wrong, message
):
    page = client_of(lead).post(reverse("program-create"), FILLED | {"indication": "Gout"} | wrong)

    assert page.status_code == 200
    assert message in page.text
    assert 'value="Gout"' in page.text
    assert Program.objects.count() == 1


def test_same_code_in_another_organisation_is_free(client_of, stranger, program, taxonomy):
    client_of(stranger).post(reverse("program-create"), FILLED | {"code": "AUR-7"})

    assert Program.objects.filter(code="AUR-7").count() == 2


def test_page_asks_for_what_the_record_did_not_say(client_of, lead, program, taxonomy):
    OpenFactFactory(program=program, proposed="VIAL", rule="The record of “X” is injected")
    OpenFactFactory(program=program, field="modality", rule="No rule knows “X”")

    page = client_of(lead).get(program.get_absolute_url()).text

    assert "The record does not say the dosage form.</b> Proposed: liquid vial." in page
    assert "The record of “X” is injected." in page
    assert "The record does not say the modality.</b> Left open." in page
    assert "Confirm liquid vial" in page


def test_confirmed_fact_is_not_asked_again(client_of, lead, program, fact, taxonomy):
    url = reverse("fact-confirm", args=[program.pk, "dosage_form"])

    page = client_of(lead).post(url, {"value": "LYO"}, follow=True)

    fact.refresh_from_db()
    assert fact.confirmed_by == lead
    assert "The record does not say" not in page.text
    assert set(program.phases.values_list("dosage_form", flat=True)) == {"LYO"}


@pytest.mark.parametrize(
    ("field", "value"), [("dosage_form", ""), ("modality", "moon"), ("pk", "1")]
)
def test_tampered_fact_is_refused_with_a_sentence(client_of, lead, program, fact, field, value):
    url = reverse("fact-confirm", args=[program.pk, field])

    page = client_of(lead).post(url, {"value": value}, follow=True)

    assert "Choose one of the values in the list." in page.text


def test_propose_again_says_what_changed(client_of, lead, program, taxonomy):
    page = client_of(lead).post(reverse("program-propose", args=[program.pk]), follow=True)

    assert f"Needs: {program.needs.count()} added." in page.text


def test_edit_page_opens_with_what_is_there(client_of, lead, program, taxonomy):
    ProgramPhaseFactory(program=program, phase="P2", dosage_form="SGEL")

    page = client_of(lead).get(reverse("program-edit", args=[program.pk]))

    assert page.context["form"]["code"].value() == "AUR-7"
    assert '<option value="SGEL" selected>Soft capsule</option>' in page.text


def test_edit_saves_and_leads_back(client_of, lead, program, taxonomy):
    data = FILLED | {"code": "AUR-8"}

    page = client_of(lead).post(reverse("program-edit", args=[program.pk]), data, follow=True)

    program.refresh_from_db()
    assert program.code == "AUR-8"
    assert "AUR-8 is saved. Needs: " in page.text


def test_page_query_count_is_flat(client_of, lead, program, taxonomy, django_assert_num_queries):
    for _ in range(11):
        NeedFactory.create_batch(9, package=WorkPackageFactory(program=program))

    client = client_of(lead)

    with django_assert_num_queries(22):
        client.get(program.get_absolute_url())

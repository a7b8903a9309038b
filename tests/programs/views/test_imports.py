import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programs.models import Program
from tests.programs.importers.test_clinicaltrials import STUDY, study

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]
URL = "/programs/import/"


def upload(document) -> SimpleUploadedFile:
    text = document if isinstance(document, str) else json.dumps(document)
    return SimpleUploadedFile("study.json", text.encode(), "application/json")


def test_a_record_becomes_a_program_that_asks_what_is_open(client_of, member):
    response = client_of(member).post(URL, {"record": upload(STUDY)})

    program = Program.objects.get()
    assert response.url == reverse("program-detail", args=[program.pk])
    assert (program.created_by, program.organisation) == (member, member.organisation)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (
            '{"studies": [',
            "study.json is not whole JSON: Expecting value: line 1 column 14 (char 13).",
        ),
        ({}, "study.json holds no ClinicalTrials.gov v2 study record."),
        (
            {"studies": [STUDY, study(identificationModule={"nctId": "NCT2"})]},
            "study.json holds 2 records: type the NCT number of one.",
        ),
        (
            study(armsInterventionsModule={"interventions": []}),
            "interventions: no drug, biological, genetic or combination product (none)",
        ),
    ],
)
def test_an_unusable_record_is_explained_beside_the_field(client_of, member, document, message):
    response = client_of(member).post(URL, {"record": upload(document)})

    assert response.context["form"].errors == {"record": [message]}
    assert Program.objects.count() == 0


def test_one_of_several_records_is_chosen_by_its_number(client_of, member):
    many = {"studies": [STUDY, study(identificationModule={"nctId": "NCT00000002"})]}

    client_of(member).post(URL, {"record": upload(many), "nct": "nct00000002"})

    assert Program.objects.get().code == "NCT00000002"


def test_a_record_is_registered_once(client_of, member):
    client = client_of(member)
    client.post(URL, {"record": upload(STUDY)})

    response = client.post(URL, {"record": upload(STUDY)})

    assert response.context["form"].errors == {
        "record": ["nctId: your organisation has NCT00000001 already"]
    }


def test_an_evaluator_may_not_register(client_of, evaluator):
    assert client_of(evaluator).get(URL).status_code == 403


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(URL).url == f"/accounts/login/?next={URL}"


def test_a_curator_has_no_programs(client_of, curator):
    assert client_of(curator).get(URL).status_code == 404

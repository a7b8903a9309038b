import copy
import json
from datetime import date

import pytest

from programs.importers import clinicaltrials
from programs.models import Need, OpenFact, Program
from vendors.importers.report import Skip, UnusableFileError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]

STUDY = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000001", "briefTitle": "Lazertinib in NSCLC"},
        "statusModule": {
            "startDateStruct": {"date": "2027-05"},
            "primaryCompletionDateStruct": {"date": "2028-01-31"},
            "lastUpdatePostDateStruct": {"date": "2025-11-25"},
        },
        "descriptionModule": {"briefSummary": "A study."},
        "conditionsModule": {"conditions": ["NSCLC", "EGFR"]},
        "designModule": {"phases": ["PHASE2"]},
        "armsInterventionsModule": {
            "interventions": [{"type": "DRUG", "name": "Lazertinib", "description": "tablets"}]
        },
    }
}


def study(**changes):
    """Return the study with module values replaced, e.g. ``designModule={"phases": []}``."""
    made = copy.deepcopy(STUDY)
    for module, values in changes.items():
        made["protocolSection"][module] = made["protocolSection"][module] | values
    return made


@pytest.fixture
def read(tmp_path, sponsor, now):
    def read(*studies, **options):
        path = tmp_path / "studies.json"
        path.write_text(json.dumps({"studies": list(studies)}))
        return clinicaltrials.run(path, organisation=sponsor, now=now, **options)

    return read


def counts(report):
    return {fate: number for fate, number in report.counts.items() if number}


def open_facts():
    return {fact.field: fact.proposed for fact in OpenFact.objects.filter(confirmed_at=None)}


def test_a_drug_study_becomes_a_program_with_needs(read, sponsor):
    report = read(STUDY)

    program = Program.objects.get()
    assert counts(report) == {"created": 1}
    assert (
        program.organisation,
        program.code,
        program.name,
        program.indication,
        program.current_phase,
    ) == (
        sponsor,
        "NCT00000001",
        "Lazertinib in NSCLC",
        "NSCLC; EGFR",
        "P2",
    )
    assert (program.source_url, program.source_date) == (
        "https://clinicaltrials.gov/study/NCT00000001",
        date(2025, 11, 25),
    )
    assert Need.objects.filter(program=program, capabilities__contains=["M4.06"]).exists()


def test_a_month_counts_from_its_first_day(read):
    read(STUDY)

    row = Program.objects.get().phases.get(phase="P2")
    assert (row.starts_on, row.ends_on) == (date(2027, 5, 1), date(2028, 1, 31))


def test_what_the_record_does_not_say_stays_open(read):
    read(STUDY)

    assert open_facts() == {"modality": "SM", "dosage_form": "OSD", "target_phase": "COM"}
    assert Program.objects.get().modality == ""


@pytest.mark.parametrize(
    ("phases", "proposed"),
    [
        (["NA"], ""),
        ([], ""),
        (["EARLY_PHASE1"], "P1"),
        (["PHASE1", "PHASE2"], "P1"),
        (["PHASE2", "PHASE3"], "P2"),
    ],
)
def test_an_unclear_phase_is_asked_never_defaulted(read, phases, proposed):
    read(study(designModule={"phases": phases}))

    assert Program.objects.get().current_phase == ""
    assert open_facts()["current_phase"] == proposed


def test_a_study_without_a_product_is_skipped_with_the_reason(read):
    report = read(
        study(
            armsInterventionsModule={
                "interventions": [{"type": "DIETARY_SUPPLEMENT", "name": "Tea"}]
            }
        )
    )

    assert report.skips == [
        Skip(
            1,
            "interventions",
            "no drug, biological, genetic or combination product (dietary supplement)",
        )
    ]


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        (
            {"statusModule": {"startDateStruct": {"date": "2025-02-30"}}},
            "startDate",
            "'2025-02-30' is no date (YYYY-MM-DD or YYYY-MM)",
        ),
        (
            {"statusModule": {"startDateStruct": {"date": "2029-01-01"}}},
            "primaryCompletionDate",
            "2028-01-31 lies before the start, 2029-01-01",
        ),
        (
            {"identificationModule": {"nctId": None}},
            "nctId",
            "is missing: this is no ClinicalTrials.gov v2 record",
        ),
        ({"designModule": {"phases": "PHASE2"}}, "phases", "is not a list of texts"),
        ({"identificationModule": {"briefTitle": 5}}, "briefTitle", "is not text"),
        (
            {"armsInterventionsModule": {"interventions": [{"type": "DRUG"}]}},
            "interventions",
            "is not a list of named interventions",
        ),
    ],
)
def test_a_malformed_record_is_named_and_the_others_are_read(read, changes, field, reason):
    report = read(study(**changes), study(identificationModule={"nctId": "NCT00000002"}))

    assert counts(report) == {"created": 1, "skipped": 1}
    assert report.skips == [Skip(1, field, reason)]


@pytest.mark.parametrize("record", [None, [], "text", 5, {}, {"protocolSection": []}])
def test_something_else_than_a_record_is_named(read, record):
    report = read(record)

    assert report.skips == [Skip(1, "nctId", "is missing: this is no ClinicalTrials.gov v2 record")]


def test_the_same_file_twice_changes_nothing(read):
    read(STUDY)
    before = [list(model.objects.order_by("pk").values()) for model in (Program, Need, OpenFact)]

    report = read(STUDY)

    assert counts(report) == {"unchanged": 1}
    assert [
        list(model.objects.order_by("pk").values()) for model in (Program, Need, OpenFact)
    ] == before


def test_a_newer_record_is_followed(read):
    read(STUDY)

    report = read(study(identificationModule={"briefTitle": "Lazertinib, second look"}))

    assert counts(report) == {"updated": 1}
    assert Program.objects.get().name == "Lazertinib, second look"


def test_a_newer_record_leaves_what_a_person_wrote(read):
    read(STUDY)
    Program.objects.update(name="Our own name")

    report = read(study(identificationModule={"briefTitle": "Lazertinib, second look"}))

    assert counts(report) == {"unchanged": 1}
    assert Program.objects.get().name == "Our own name"


def test_a_record_twice_in_one_file_is_read_once(read):
    report = read(STUDY, STUDY)

    assert report.skips == [Skip(2, "nctId", "NCT00000001 repeats record 1")]


def test_only_the_records_asked_for_are_read(read):
    report = read(STUDY, study(identificationModule={"nctId": "NCT00000002"}), only=["nct00000002"])

    assert [program.code for program in Program.objects.all()] == ["NCT00000002"]
    assert report.skips == [Skip(1, "nctId", "NCT00000001 was not asked for")]


def test_a_record_asked_for_that_is_missing_refuses_the_file(read):
    with pytest.raises(UnusableFileError, match="has no record NCT00000009"):
        read(STUDY, only=["NCT00000009"])


@pytest.mark.parametrize("document", ["{}", "[]", '{"studies": {}}', '"text"', "5"])
def test_a_file_without_records_is_refused(tmp_path, sponsor, now, document):
    path = tmp_path / "studies.json"
    path.write_text(document)

    with pytest.raises(
        UnusableFileError, match=r"studies.json holds no ClinicalTrials.gov v2 study record"
    ):
        clinicaltrials.run(path, organisation=sponsor, now=now)


def test_one_record_alone_is_a_file_too(tmp_path, sponsor, now):
    path = tmp_path / "study.json"
    path.write_text(json.dumps(STUDY))

    assert clinicaltrials.run(path, organisation=sponsor, now=now).records == 1


def test_the_real_records_add_up_and_are_unchanged_the_second_time(shared_data, sponsor, now):
    path = shared_data / "clinicaltrials" / "studies_v2.json"

    first = clinicaltrials.run(path, organisation=sponsor, now=now)
    second = clinicaltrials.run(path, organisation=sponsor, now=now)

    assert counts(first) == {"created": 87, "skipped": 64}
    assert counts(second) == {"unchanged": 87, "skipped": 64}
    assert Program.objects.count() == 87


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"statusModule": {"startDateStruct": "2027-05"}}, "startDateStruct"),
        ({"statusModule": {"startDateStruct": ["2027-05"]}}, "startDateStruct"),
        ({"statusModule": {"startDateStruct": {"date": 202705}}}, "startDate"),
        ({"armsInterventionsModule": {"interventions": [{"name": "A", "type": []}]}}, "interventions"),
        ({"armsInterventionsModule": {"interventions": [{"name": 7, "type": "DRUG"}]}}, "interventions"),
        (
            {
                "armsInterventionsModule": {
                    "interventions": [{"name": "A", "type": "DRUG", "description": {}}]
                }
            },
            "interventions",
        ),
    ],
)  # fmt: skip
def test_a_field_of_another_type_skips_the_record_with_the_field_named(read, changes, field):
    report = read(study(**changes))

    assert [skip.field for skip in report.skips] == [field]


def test_characters_that_no_database_keeps_are_left_out(read):
    read(
        study(
            identificationModule={"nctId": "NCT0000\x000001", "briefTitle": "Half a \ud800 pair"},
            conditionsModule={"conditions": ["NS\x00CLC"]},
        )
    )

    program = Program.objects.get()
    assert (program.code, program.name, program.indication) == (
        "NCT00000001",
        "Half a ? pair",
        "NSCLC",
    )

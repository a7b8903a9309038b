from datetime import date
from decimal import Decimal

import pytest

from vendors.importers.report import RowError
from vendors.importers.sheet.fields import BY_KEY, shown


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("vendor.kind", "cdmo and cro", "BOTH"),
        ("vendor.country", "denmark", "DK"),
        ("vendor.country", "USA", "US"),
        ("vendor.trading_names", "Fernbank; FBV", ["Fernbank", "FBV"]),
        ("vendor.duns", "1-234-5678", "012345678"),
        ("vendor.website", "ash.example", "https://ash.example"),
        ("site.fei", "0003009481", "3009481"),
        ("line.phases", "Phase 3 - com; PRE", ["PRE", "P3", "REG", "COM"]),
        ("line.phases", "P2, p1", ["P1", "P2"]),
        ("line.modalities", "Antibody; AAV gene therapy", ["MAB", "AAV"]),
        ("line.dosage_forms", "Semi-solid, topical, transdermal or film; OSD", ["OSD", "SEMI"]),
        ("line.evidence", "On register", 3),
        ("line.scale_max", "2000.5", Decimal("2000.5")),
        ("line.lead_time_weeks", "12", 12),
        ("line.next_slot_date", "2026-11-30T00:00:00", date(2026, 11, 30)),
    ],
)
def test_a_cell_as_people_write_it(key, text, value):
    assert BY_KEY[key].clean(text) == value


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        ("vendor.kind", "CMO", "Kind: “CMO” is none of CDMO, CRO, BOTH"),
        (
            "line.evidence",
            "5",
            "Evidence: “5” is none of Declared, Documented, On register, Inspected",
        ),
        ("site.country", "Danmark", "Site country: “Danmark” is no country: use its two letters, e.g. DK"),
        ("site.fei", "12", "FEI: '12' has 2 digits; an FEI has 7 or 10"),
        ("vendor.duns", "1234567890", "DUNS: “1234567890” is no DUNS number: it has 9 digits"),
        ("vendor.website", "not a site", "Website: Enter a valid URL."),
        ("line.lead_time_weeks", "1.5", "Lead time, weeks: “1.5” is no number of weeks from 0 to 520"),
        ("line.scale_min", "1e99", "Smallest scale: Ensure that there are no more than 14 digits in total."),
        ("line.scale_min", "NaN", "Smallest scale: “NaN” is no quantity"),
        ("line.next_slot_date", "30.11.2026", "Next free slot: “30.11.2026” is no date: write 2026-11-30"),
        ("line.phases", "P4-P1", "Phases: “P4” is none of DISC, PRE, P1, P2, P3, REG, COM, PMK"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_names_its_field(key, text, message):
    with pytest.raises(RowError) as error:
        BY_KEY[key].clean(text)

    assert str(error.value) == message


def test_every_field_has_one_heading_and_belongs_to_its_model():
    headings = [field.heading for field in BY_KEY.values()]

    assert len(set(headings)) == len(headings) == len(BY_KEY)


def test_a_level_of_evidence_is_shown_in_its_word():
    assert [shown(value, "evidence") for value in (3, "", None)] == ["On register", "", ""]
    assert shown(3, "lead_time_weeks") == "3"

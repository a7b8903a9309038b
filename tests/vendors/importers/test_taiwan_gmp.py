import csv

import pytest

from tests.factories.accounts import UserFactory
from vendors import proposals, services
from vendors.choices import Evidence, ListingState
from vendors.importers import taiwan_gmp
from vendors.importers.report import Skip
from vendors.models import CapabilityLine, Proposal, Site, Vendor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]

GOOD = {
    "類別": "西藥製劑廠",
    "名稱": "永信藥品工業股份有限公司台中幼獅廠",
    "地址": "台中市大甲區日南里工九路27號",
    "核准劑型": "非無菌製劑： 固體劑型：錠劑、栓劑。",
    "核定品項": "",
    "GMP核定作業內容": "",
    "GDP核定作業內容": "",
}


@pytest.fixture
def read(tmp_path, now):
    def read(*rows):
        path = tmp_path / "sites.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(GOOD))
            writer.writeheader()
            writer.writerows(GOOD | row for row in rows)
        return taiwan_gmp.run(path, now=now)

    return read


def counts(report):
    return {fate: number for fate, number in report.counts.items() if number}


def test_a_row_becomes_a_company_in_review_with_a_site_and_its_lines(read):
    report = read({})

    vendor, site, line = Vendor.objects.get(), Site.objects.get(), CapabilityLine.objects.get()
    assert counts(report) == {"created": 1}
    assert (vendor.name, vendor.state) == ("永信藥品工業股份有限公司", ListingState.IN_REVIEW)
    assert (site.name, site.city, site.country) == (
        "永信藥品工業股份有限公司台中幼獅廠",
        "台中市",
        "TW",
    )
    assert (line.capability_id, line.dosage_forms, line.evidence) == (
        "M4.07",
        ["OSD"],
        Evidence.ON_REGISTER,
    )
    assert line.modalities == []


def test_unknown_terms_are_kept_as_text_and_counted(read):
    report = read({})

    assert report.unknown_terms == {"栓劑": 1}
    assert Site.objects.get().unmapped_terms == ["栓劑"]


def test_nothing_is_listed_until_a_curator_approves(read, curator, now):
    read({})
    assert Vendor.objects.listed().count() == 0

    services.approve(vendor=Vendor.objects.get(), by=curator, now=now)

    assert Vendor.objects.listed().count() == 1


def test_two_plants_of_one_company_are_one_vendor(read):
    read({}, {"名稱": "永信藥品工業股份有限公司台中幼獅三廠", "地址": "台中市大甲區工六路26號"})

    assert (Vendor.objects.count(), Site.objects.count()) == (1, 2)


def test_two_rows_of_one_address_are_one_site(read):
    report = read({}, {"類別": "原料藥廠", "核准劑型": "", "核定品項": "(1)Entecavir"})

    assert counts(report) == {"created": 2}
    assert [line.capability_id for line in Site.objects.get().lines.all()] == ["M1.04", "M4.07"]


def test_the_same_file_twice_changes_nothing(read):
    read({})
    before = list(CapabilityLine.objects.values())

    report = read({})

    assert counts(report) == {"unchanged": 1}
    assert list(CapabilityLine.objects.values()) == before


def test_a_new_form_on_the_register_adds_a_line(read):
    read({})

    report = read({"核准劑型": "錠劑、栓劑、軟膠囊劑"})

    assert counts(report) == {"updated": 1}
    assert sorted(CapabilityLine.objects.values_list("capability_id", flat=True)) == [
        "M4.07",
        "M4.09",
    ]


def test_what_a_person_set_is_only_proposed_upon(read):
    read({})
    CapabilityLine.objects.update(phases=["P3"], set_by=UserFactory())

    report = read({})

    assert counts(report) == {"proposed": 1}
    assert CapabilityLine.objects.get().phases == ["P3"]
    assert (Proposal.objects.get().field, Proposal.objects.get().new) == (
        "M4.07 OSD phases",
        ["REG", "COM", "PMK"],
    )


def test_a_proposal_is_filed_once_and_a_rejected_one_never_again(read, curator, now):
    read({})
    CapabilityLine.objects.update(phases=["P3"], set_by=UserFactory())
    read({})
    waiting = counts(read({}))

    proposals.reject(proposal=Proposal.objects.get(), by=curator, now=now)
    rejected = counts(read({}))

    assert (waiting, rejected) == ({"unchanged": 1}, {"unchanged": 1})
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ({"名稱": ""}, "名稱", "is empty"),
        ({"地址": ""}, "地址", "is empty"),
        ({"類別": "某某廠"}, "類別", "'某某廠' is not a category of this register"),
        ({"名稱": "=cmd()"}, "名稱", "'=cmd()' looks like a spreadsheet formula"),
    ],
)
def test_a_bad_row_is_named(read, cells, field, reason):
    report = read({}, cells)

    assert counts(report) == {"created": 1, "skipped": 1}
    assert report.skips == [Skip(3, field, reason)]


def test_a_row_twice_is_read_once(read):
    report = read({}, {})

    assert counts(report) == {"created": 1, "skipped": 1}
    assert report.skips == [Skip(3, "row", "repeats row 2")]


def test_the_real_register_adds_up_and_is_unchanged_the_second_time(shared_data, now):
    path = shared_data / "taiwan" / "gmp_sites.csv"

    first = taiwan_gmp.run(path, now=now)
    second = taiwan_gmp.run(path, now=now)

    assert (counts(first), counts(second)) == ({"created": 225}, {"unchanged": 225})
    assert Site.objects.count() == 222
    assert Vendor.objects.listed().count() == 0

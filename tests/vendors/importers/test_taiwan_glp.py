import csv
from datetime import date

import pytest

from tests.factories.accounts import UserFactory
from vendors import proposals
from vendors.choices import CertificateScheme, Evidence, VendorKind
from vendors.importers import taiwan_glp, taiwan_gmp
from vendors.importers.report import Skip
from vendors.models import CapabilityLine, Certificate, Proposal, Site, Vendor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]

GOOD = {
    "項次": "1",
    "發函文號": "1. 102年4月3日 FDA風字第1021100665號 (原98年9月4日 衛署藥字第0980334622號)",
    "編號": "GLP0990003",
    "通過單位": "湖光生物科技股份有限公司/臨床前試驗中心",
    "合格範圍或試驗項目": "１、藥品之臨床前毒性試驗 (1) 單一/重覆劑量毒性試驗 (2) 基因毒性試驗(細菌基因突變測試法) "
    "２、醫療器材之生物相容性試驗 (1) 基因毒性試驗",
    "有效期限": "105年4月2日",
}


@pytest.fixture
def read(tmp_path, now):
    def read(*rows):
        path = tmp_path / "facilities.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(GOOD))
            writer.writeheader()
            writer.writerows(GOOD | row for row in rows)
        return taiwan_glp.run(path, now=now)

    return read


def counts(report):
    return {fate: number for fate, number in report.counts.items() if number}


def test_a_facility_becomes_a_site_with_its_accreditation_and_its_studies(read):
    report = read({})

    vendor, site, paper = Vendor.objects.get(), Site.objects.get(), Certificate.objects.get()
    assert counts(report) == {"created": 1}
    assert (vendor.name, vendor.kind) == ("湖光生物科技股份有限公司", VendorKind.CRO)
    assert site.name == "湖光生物科技股份有限公司 臨床前試驗中心"
    assert (paper.scheme, paper.number, paper.issued_on, paper.expires_on, paper.as_of) == (
        CertificateScheme.GLP,
        "GLP0990003",
        date(2013, 4, 3),
        date(2016, 4, 2),
        date(2013, 4, 3),
    )
    assert [
        (line.capability_id, line.grade, line.evidence, line.modalities)
        for line in site.lines.all()
    ] == [("R2.04", "GLP", Evidence.ON_REGISTER, []), ("R2.07", "GLP", Evidence.ON_REGISTER, [])]


def test_what_is_about_devices_is_text_and_no_line(read):
    read({"合格範圍或試驗項目": "１、醫療器材之生物相容性試驗 (1) 基因毒性試驗"})

    assert CapabilityLine.objects.count() == 0
    assert Site.objects.get().unmapped_terms == ["醫療器材之生物相容性試驗 (1) 基因毒性試驗"]


def test_a_foundation_is_a_company_too(read):
    read({"通過單位": "財團法人湖光研究院-生物安全測試實驗室"})

    assert Vendor.objects.get().name == "財團法人湖光研究院"


def test_the_same_file_twice_changes_nothing(read):
    read({})

    assert counts(read({})) == {"unchanged": 1}


def test_a_renewal_is_followed_and_where_a_person_spoke_proposed(read, curator, now):
    read({})
    followed = counts(read({"有效期限": "108年4月2日"}))
    Certificate.objects.update(set_by=UserFactory())

    asked = counts(read({"有效期限": "111年4月2日"}))

    assert (followed, asked) == ({"updated": 1}, {"proposed": 1})
    assert Certificate.objects.get().expires_on == date(2019, 4, 2)
    proposals.accept(proposal=Proposal.objects.get(), by=curator, now=now)
    assert Certificate.objects.get().expires_on == date(2022, 4, 2)


def test_what_is_followed_is_told_under_the_day_that_says_so(read):
    read({})
    before = Certificate.objects.get().as_of

    read({"發函文號": "106年3月1日 號", "有效期限": "109年4月2日"})

    after = Certificate.objects.get()
    assert (before < after.as_of, after.as_of) == (True, date(2017, 3, 1))


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ({"編號": ""}, "編號", "is empty"),
        ({"有效期限": "長期"}, "有效期限", "'長期' names no day (like 105年9月30日)"),
        (
            {"有效期限": "105年13月2日"},
            "有效期限",
            "'105年13月2日' names no day (like 105年9月30日)",
        ),
        ({"通過單位": "=1+1"}, "通過單位", "'=1+1' looks like a spreadsheet formula"),
        ({}, "row", "has the number of row 2"),
    ],
)
def test_a_bad_row_is_named(read, cells, field, reason):
    report = read({}, cells)

    assert counts(report) == {"created": 1, "skipped": 1}
    assert report.skips == [Skip(3, field, reason)]


def test_a_company_of_another_register_of_the_country_is_the_same_vendor(read, tmp_path, now):
    path = tmp_path / "sites.csv"
    header = ["類別", "名稱", "地址", "核准劑型", "核定品項", "GMP核定作業內容", "GDP核定作業內容"]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [header, ["西藥製劑廠", "湖光生物科技股份有限公司", "台北市1號", "錠劑", "", "", ""]]
        )
    taiwan_gmp.run(path, now=now)

    read({})

    assert (Vendor.objects.count(), Site.objects.count()) == (1, 2)


def test_the_real_register_adds_up_and_is_unchanged_the_second_time(shared_data, now):
    path = shared_data / "taiwan" / "glp_facilities.csv"

    first, second = taiwan_glp.run(path, now=now), taiwan_glp.run(path, now=now)

    assert (counts(first), counts(second)) == ({"created": 15}, {"unchanged": 15})
    assert Certificate.objects.count() == 15
    assert Site.objects.filter(lines__isnull=False).distinct().count() == 12

import csv
from datetime import date

import pytest

from vendors.importers import taiwan_labs
from vendors.importers.report import Skip
from vendors.models import CapabilityLine, Site, Vendor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]

GOOD = {
    "認證編號": "D001",
    "實驗室名稱": "湖光檢驗科技股份有限公司 （超微量實驗室）",
    "實驗室地址": "24890新北市五股區五權七路38號",
    "實驗室電話": "(02) 22993279＃2200",
    "實驗室網站": "http://lab.example/zh_tw/home?",
    "通過日期": "105.10.31",
    "檢驗項目": "化粧品：重金屬、總生菌數。 西藥：內毒素。 西藥成分定性214項。",
}


@pytest.fixture
def read(tmp_path, now):
    def read(*rows):
        path = tmp_path / "laboratories.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(GOOD))
            writer.writeheader()
            writer.writerows(GOOD | row for row in rows)
        return taiwan_labs.run(path, now=now)

    return read


def counts(report):
    return {fate: number for fate, number in report.counts.items() if number}


def test_a_laboratory_has_a_line_for_western_drugs_and_the_rest_as_text(read):
    report = read({})

    vendor, site, line = Vendor.objects.get(), Site.objects.get(), CapabilityLine.objects.get()
    assert counts(report) == {"created": 1}
    assert (vendor.name, vendor.website) == (
        "湖光檢驗科技股份有限公司",
        "http://lab.example/zh_tw/home",
    )
    assert (site.name, site.city, site.as_of) == (
        "湖光檢驗科技股份有限公司 超微量實驗室",
        "新北市",
        date(2016, 10, 31),
    )
    assert line.capability_id == "M5.04"
    assert site.unmapped_terms == ["化粧品：重金屬、總生菌數", "西藥成分定性214項"]


def test_the_same_file_twice_changes_nothing(read):
    read({})

    assert counts(read({})) == {"unchanged": 1}


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ({"認證編號": ""}, "認證編號", "is empty"),
        ({"通過日期": "105.2.30"}, "通過日期", "'105.2.30' is no day (like 105.10.31)"),
        ({}, "row", "has the number of row 2"),
    ],
)
def test_a_bad_row_is_named(read, cells, field, reason):
    report = read({}, cells)

    assert counts(report) == {"created": 1, "skipped": 1}
    assert report.skips == [Skip(3, field, reason)]


def test_the_real_register_adds_up_and_is_unchanged_the_second_time(shared_data, now):
    path = shared_data / "taiwan" / "testing_laboratories.csv"

    first, second = taiwan_labs.run(path, now=now), taiwan_labs.run(path, now=now)

    assert (counts(first), counts(second)) == ({"created": 37}, {"unchanged": 37})

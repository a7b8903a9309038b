"""
Taiwan FDA: accredited testing laboratories, with what each may test.

Most test cosmetics and traditional medicines; only what is about western drugs becomes a line.
"""

import re
from datetime import datetime
from pathlib import Path

from vendors.importers import reading, taiwan_accredited, taiwan_places
from vendors.importers.establishing import Offer, Place
from vendors.importers.report import Report, RowError

NAME = "taiwan-labs"
SOURCE = "Taiwan FDA, register of accredited testing laboratories"
NUMBER, LABORATORY, ADDRESS = "認證編號", "實驗室名稱", "實驗室地址"
WEBSITE, ACCREDITED, TESTS = "實驗室網站", "通過日期", "檢驗項目"
COLUMNS = {NUMBER, LABORATORY, ADDRESS, WEBSITE, ACCREDITED, TESTS}
ABOUT = (
    "Read from a public register of accredited laboratories. It says which tests the laboratory was "
    "accredited for; ask before relying on it."
)
UNIT = re.compile(r"^(.*?)\s*[（(](.*?)[）)]$")
ROC_DAY = re.compile(r"^(\d{2,3})\.(\d{1,2})\.(\d{1,2})$")
MICROBIOLOGY = re.compile(r"內毒素|微生物|酵母菌|黴菌|大腸桿菌|無菌|熱原")


def run(path: Path, *, now: datetime, progress=lambda done: None) -> Report:
    """
    Read the register, a laboratory a row; it is as new as its newest accreditation, and says no more.

    :raises UnusableFileError: when the file as a whole cannot be read
    """
    return taiwan_accredited.run(
        path,
        COLUMNS,
        read_record,
        name=NAME,
        source=SOURCE,
        about=ABOUT,
        now=now,
        progress=progress,
    )


def read_record(row: int, record: dict[str, str]) -> Place:
    """
    Return the laboratory of a row.

    :raises RowError: naming the column
    """
    reading.check_width(record)
    number = reading.limited(record, NUMBER, 80)
    laboratory = reading.limited(record, LABORATORY, 200)
    address = reading.limited(record, ADDRESS, 300)
    for column, value in ((NUMBER, number), (LABORATORY, laboratory)):
        if not value:
            raise RowError(column, "is empty")
    company, unit = match.groups() if (match := UNIT.match(laboratory)) else (laboratory, "")
    offers, terms = offers_of(reading.plain(record, TESTS))
    return Place(
        key=f"{NAME}:{number}",
        rows=[row],
        company=company,
        website=website(record),
        day=taiwan_accredited.day(record, ACCREDITED, ROC_DAY, "is no day (like 105.10.31)"),
        site={
            "name": f"{company} {unit}".strip(),
            "address": address,
            "city": taiwan_places.city(address),
            "country": "TW",
        },
        offers=offers,
        terms=terms,
    )


def website(record: dict[str, str]) -> str:
    """Return the address without a stray question mark; what is no address is nothing."""
    value = reading.plain(record, WEBSITE).rstrip("?")
    return value if re.match(r"https?://\S+$", value) and len(value) <= 200 else ""


def offers_of(tests: str) -> tuple[list[Offer], list[str]]:
    """Return the lines for western drugs, and the other subjects as text."""
    offers: dict[Offer, None] = {}
    terms = []
    for part in filter(None, (text.strip() for text in tests.split("。"))):
        subject, _, items = part.partition("：")
        if re.match(r"西藥|藥品", subject) and MICROBIOLOGY.search(items):
            offers[Offer("M5.04")] = None
        else:
            terms.append(part[:200])
    return list(offers), terms

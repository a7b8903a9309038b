"""
Taiwan FDA: test facilities accredited for GLP, with the scope and the end of each accreditation.

Dates are of the Republic of China (year 1 is 1912) and stand inside prose. The scope covers devices,
cosmetics and foods too; only what is about drugs becomes a line, the rest is kept as text.
"""

import re
from datetime import date, datetime
from pathlib import Path

from vendors.choices import CertificateScheme, Grade, Phase
from vendors.importers import reading, taiwan_accredited
from vendors.importers.establishing import Offer, Place, certificate
from vendors.importers.report import Report, RowError

NAME = "taiwan-glp"
SOURCE = "Taiwan FDA, register of GLP test facilities"
NUMBER, FACILITY, LETTER = "編號", "通過單位", "發函文號"
SCOPE, EXPIRES = "合格範圍或試驗項目", "有效期限"
COLUMNS = {NUMBER, FACILITY, LETTER, SCOPE, EXPIRES}
ABOUT = (
    "Read from a public register of accredited test facilities. It says which studies the laboratory "
    "was accredited for, and until when; ask before relying on it."
)
ROC_DAY = re.compile(r"(\d{2,3})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
COMPANY = re.compile(r"^(.*?(?:股份有限公司|有限公司))[-/／－]?(.*)$")
FOUNDATION = re.compile(r"^(財團法人[^-/／－]+)[-/／－]?(.*)$")
SECTION = re.compile(r"(?:^|(?<=\s))[１-９]、")
OTHER_GOODS = re.compile(r"醫療器材|生醫材料|化粧品|健康食品")
PRECLINICAL, STUDIES = (Phase.PRE,), (Phase.PRE, *Phase.from_to("P1", "P3"))
# What the words of a scope mean, where they mean one leaf.
LEAVES = [
    (r"藥物濃度測試|Drug Levels", Offer("R3.01", "", "", Grade.GLP, STUDIES)),
    (r"生物製劑.*定量分析|Bioanalysis of Biologics", Offer("R3.02", "", "", Grade.GLP, STUDIES)),
    (r"抗藥物抗體|中和抗體", Offer("R3.03", "", "", Grade.GLP, STUDIES)),
    (r"重[覆複]劑量毒性", Offer("R2.04", "", "", Grade.GLP, PRECLINICAL)),
    (r"基因毒性|細菌基因突變", Offer("R2.07", "", "", Grade.GLP, PRECLINICAL)),
    (r"生殖與發育毒性", Offer("R2.08", "", "", Grade.GLP, (Phase.P2, Phase.P3))),
    (r"毒物動力學", Offer("R2.02", "", "", Grade.GLP, PRECLINICAL)),
    (r"細胞種源|細菌庫生物安全|外源性病毒|黴漿菌", Offer("M5.08", "", "", Grade.GLP, PRECLINICAL)),
    (r"病毒清除", Offer("M5.09", "", "", Grade.GLP, PRECLINICAL)),
]


def run(path: Path, *, now: datetime, progress=lambda done: None) -> Report:
    """
    Read the register, a facility a row; it is as new as its newest accreditation, and says no more.

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
    Return the facility of a row.

    :raises RowError: naming the column
    """
    reading.check_width(record)
    number = reading.limited(record, NUMBER, 80)
    facility = reading.limited(record, FACILITY, 200)
    scope = reading.plain(record, SCOPE)
    for column, value in ((NUMBER, number), (FACILITY, facility), (SCOPE, scope)):
        if not value:
            raise RowError(column, "is empty")
    match = COMPANY.match(facility) or FOUNDATION.match(facility)
    company, unit = match.groups() if match else (facility, "")
    offers, terms = offers_of(scope)
    issued_on = day_of(record, LETTER)
    return Place(
        key=f"{NAME}:{number}",
        rows=[row],
        company=company,
        day=issued_on,
        site={"name": f"{company} {unit}".strip(), "country": "TW"},
        offers=offers,
        terms=terms,
        certificate=certificate(
            scheme=CertificateScheme.GLP,
            number=number,
            authority="Taiwan FDA",
            scope=scope,
            issued_on=issued_on,
            expires_on=day_of(record, EXPIRES),
        ),
    )


def day_of(record: dict[str, str], column: str) -> date:
    """Return the first day in the prose of a cell."""
    return taiwan_accredited.day(record, column, ROC_DAY, "names no day (like 105年9月30日)")


def offers_of(scope: str) -> tuple[list[Offer], list[str]]:
    """Return the lines of a scope's sections on drugs, and the sections that gave none."""
    offers: dict[Offer, None] = {}
    terms = []
    for section in filter(None, (part.strip() for part in SECTION.split(scope))):
        subject = re.split(r"[(（]", section)[0]
        is_drug = "藥品" in subject or not OTHER_GOODS.search(subject)
        found = [offer for pattern, offer in LEAVES if is_drug and re.search(pattern, section)]
        offers |= dict.fromkeys(found)
        if not found:
            terms.append(section[:200])
    return list(offers), terms

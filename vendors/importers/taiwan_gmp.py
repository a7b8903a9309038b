"""
Taiwan FDA: the register of PIC/S GMP drug sites, with the dosage forms each is approved to make.

A company becomes a vendor in review, each address a site. Nothing is listed until a curator says
so: the register proves what a site may make, not that it makes it for others.
"""

import re
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from vendors.choices import Evidence, VendorKind
from vendors.importers import reading, taiwan_places, taiwan_terms
from vendors.importers.establishing import Place, Register, key_of, settle, without_repeats
from vendors.importers.report import Report, RowError

NAME = "taiwan-gmp"
SOURCE = "Taiwan FDA, register of PIC/S GMP sites (read 2017-11 to 2020-01)"
AS_OF = date(2020, 1, 31)
COUNTRY = "TW"
CATEGORY, COMPANY, ADDRESS, FORMS = "類別", "名稱", "地址", "核准劑型"
ITEMS, GMP, GDP = "核定品項", "GMP核定作業內容", "GDP核定作業內容"
COLUMNS = {CATEGORY, COMPANY, ADDRESS, FORMS, ITEMS, GMP, GDP}
PILOT_PLANT, GAS, PLASMA = "先導工廠", "醫用氣體廠", "血漿原料製備機構"
CATEGORIES = {"西藥製劑廠", "原料藥廠", "物流廠", PILOT_PLANT, GAS, PLASMA}
ABOUT = (
    "Read from a public register. It says which dosage forms the site may make; it does not say "
    "whether it makes them for other companies. Ask before relying on it."
)
REGISTER = Register(
    name=NAME,
    source=SOURCE,
    as_of=AS_OF,
    kind=VendorKind.CDMO,
    about=ABOUT,
    evidence=Evidence.ON_REGISTER,
    family="taiwan-",
)
# "永信藥品工業股份有限公司台中幼獅廠": the company's name ends with its legal form, the plant follows.
COMPANY_NAME = re.compile(r"^(.*?(?:股份有限公司|有限公司|基金會|公司))(.*)$")


def run(path: Path, *, now: datetime, progress=lambda done: None) -> Report:
    """
    Read the register; several rows of one address are one site and share its fate.

    :raises UnusableFileError: when the file as a whole cannot be read
    """
    report = Report()
    good = []
    for row, record in reading.csv_rows(path, COLUMNS):
        try:
            good.append(read_record(row, record))
        except RowError as error:
            report.skip(row, error)
    good.sort(key=lambda item: (item["key"], item["row"]))
    places = [
        place_of(without_repeats(list(rows), report))
        for _, rows in groupby(good, key=lambda item: item["key"])
    ]
    settle(places, REGISTER, report=report, now=now, progress=progress, file=path.name)
    return report


def place_of(rows: list[dict]) -> Place:
    """Return the site that the rows of one address describe."""
    first = rows[0]
    site = {
        "name": first["site"],
        "address": first["address"],
        "city": first["city"],
        "country": COUNTRY,
    }
    return Place(
        key=first["key"],
        rows=[item["row"] for item in rows],
        company=first["company"],
        site=site,
        offers=[offer for item in rows for offer in item["offers"]],
        terms=sorted({term for item in rows for term in item["unknown"]}),
    )


def read_record(row: int, record: dict[str, str]) -> dict:
    """
    Return what one row says, ready to be settled.

    :raises RowError: naming the column
    """
    reading.check_width(record)
    full_name = reading.limited(record, COMPANY, 200)
    address = reading.limited(record, ADDRESS, 300)
    category = reading.plain(record, CATEGORY)
    if not full_name:
        raise RowError(COMPANY, "is empty")
    if not address:
        raise RowError(ADDRESS, "is empty")
    if category not in CATEGORIES:
        raise RowError(CATEGORY, f"{category[:40]!r} is not a category of this register")
    for column in (FORMS, ITEMS, GMP, GDP):
        reading.plain(record, column)
    offers, unknown = offers_of(category, record)
    company, plant = (
        COMPANY_NAME.match(full_name).groups() if COMPANY_NAME.match(full_name) else (full_name, "")
    )
    return {
        "row": row,
        "key": key_of(NAME, full_name, address),
        "cells": tuple(record[column] for column in sorted(COLUMNS)),
        "company": company,
        "site": full_name if plant else company,
        "address": address,
        "city": taiwan_places.city(address),
        "offers": offers,
        "unknown": unknown,
    }


def offers_of(category: str, record: dict[str, str]) -> tuple[list, list[str]]:
    """Return the offers of a row, and its terms that have no leaf."""
    if category in (GAS, PLASMA):
        return [], [
            text for text in (record[FORMS].strip()[:200], record[GMP].strip()[:200]) if text
        ]
    offers, unknown = taiwan_terms.offers_of_forms(record[FORMS], is_pilot=category == PILOT_PLANT)
    if category == PILOT_PLANT:
        unknown += [record[ITEMS].strip()[:200]] if record[ITEMS].strip() else []
    else:
        offers += taiwan_terms.offers_of_substances(record[ITEMS])
    return offers + taiwan_terms.offers_of_operations(record[GMP], record[GDP]), unknown

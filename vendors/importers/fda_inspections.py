"""
FDA Data Dashboard, inspection classifications: how each inspection of an establishment ended.

One inspection may take several rows, one per project area or product: they are one record, which
has the gravest of their classes. The export states a fiscal year, and not always a day.
"""

from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

from vendors.choices import ActionKind, InspectionClass
from vendors.importers import fei, reading, records
from vendors.importers.establishing import without_repeats
from vendors.importers.persons import is_natural_person
from vendors.importers.report import Report, RowError
from vendors.models import RegulatoryAction

NAME = "fda-inspections"
SOURCE = "FDA Data Dashboard, inspection classifications"
URL = "https://datadashboard.fda.gov/oii/cd/inspections.htm"
FEI, NUMBER, CLASS, YEAR = "FEI Number", "Inspection ID", "Classification", "Fiscal Year"
FIRM, DAY = "Legal Name", "Inspection End Date"
PRODUCT, AREA = "Product Type", "Project Area"
COLUMNS = {FEI, FIRM, NUMBER, CLASS, YEAR, PRODUCT}
GRAVEST = [InspectionClass.NAI, InspectionClass.VAI, InspectionClass.OAI]
OURS = {"", "drugs", "biologics"}  # of devices, foods and feeds the directory says nothing


def run(path: Path, *, now: datetime, progress=lambda done: None) -> Report:
    """
    Read the export into the register's records.

    :raises UnusableFileError: when the file as a whole cannot be read
    """
    report = Report()
    inspections = defaultdict(list)
    for row, record in reading.csv_rows(path, COLUMNS):
        try:
            item = read_record(row, record, now=now)
            inspections[item["number"], item["fei"]].append(item)
        except RowError as error:
            report.skip(row, error)
    read = [record_of(without_repeats(items, report)) for items in inspections.values()]
    as_of = max((action.acted_on for _, action in read), default=None)
    for _, action in read:
        action.as_of = as_of
    records.keep(read, source=SOURCE, report=report, now=now, progress=progress, file=path.name)
    return report


def read_record(row: int, record: dict[str, str], *, now: datetime) -> dict:
    """
    Return what one row says.

    :raises RowError: naming the column
    """
    reading.check_width(record)
    name = reading.limited(record, FIRM, 250)
    number = reading.limited(record, NUMBER, 80)
    product = records.stated(record, PRODUCT)
    for column, value in ((FIRM, name), (NUMBER, number)):
        if not value:
            raise RowError(column, "is empty")
    if is_natural_person(name):
        raise RowError(FIRM, "is a natural person's, not a vendor's")
    if product.lower() not in OURS:
        raise RowError(PRODUCT, f"{product!r} is neither drugs nor biologics")
    acted_on, day_words = day_of(record)
    if acted_on > now.date():
        raise RowError(DAY if DAY in record else YEAR, f"{acted_on} lies in the future")
    return {
        "row": row,
        "cells": tuple(sorted(record.items())),
        "fei": fei.normalise(record[FEI]),
        "number": number,
        "name": name,
        "class": class_of(record),
        "product": product,
        "area": records.stated(record, AREA),
        "state": records.stated(record, "State"),
        "country": records.stated(record, "Country/Area"),
        "acted_on": acted_on,
        "day_words": day_words,
    }


def record_of(items: list[dict]) -> tuple[list[int], RegulatoryAction]:
    """Return the rows of one inspection and its record."""
    first = min(items, key=lambda item: (item["acted_on"], item["name"]))
    products = sorted({item["product"] for item in items} - {""})
    areas = sorted({item["area"] for item in items} - {""})
    return [item["row"] for item in items], RegulatoryAction(
        kind=ActionKind.INSPECTION,
        authority=records.AUTHORITY,
        fei=first["fei"],
        firm_name=first["name"],
        state=first["state"],
        country=first["country"],
        product_type=", ".join(products)[:80],
        acted_on=first["acted_on"],
        classification=max((item["class"] for item in items), key=GRAVEST.index),
        record_id=first["number"],
        detail="; ".join(filter(None, [", ".join(areas), first["day_words"]]))[:300],
        source=SOURCE,
        source_url=URL,
    )


def class_of(record: dict[str, str]) -> InspectionClass:
    """Return the class of its code, or of its words with or without the code."""
    text = reading.plain(record, CLASS)
    for one in InspectionClass:
        if text.upper() == one or text.lower() in (
            one.label.lower(),
            f"{one.label} ({one})".lower(),
        ):
            return one
    raise RowError(CLASS, f"{text[:40]!r} is none of NAI, VAI, OAI")


def day_of(record: dict[str, str]) -> tuple[date, str]:
    """Return the day an inspection ended; of a bare fiscal year its first day, and words for that."""
    if record.get(DAY, "").strip():
        return reading.iso_date(record, DAY), ""
    text = reading.plain(record, YEAR)
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise RowError(YEAR, f"{text[:40]!r} is no year")
    return date(int(text) - 1, 10, 1), f"fiscal year {text}, the day is not stated"

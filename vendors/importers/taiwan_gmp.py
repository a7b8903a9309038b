"""
Taiwan FDA: the register of PIC/S GMP drug sites, with the dosage forms each is approved to make.

A company becomes a vendor in review, each address a site. Nothing is listed until a curator says
so: the register proves what a site may make, not that it makes it for others.
"""

import hashlib
import re
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from audit import services as audit
from vendors.choices import Evidence, ListingState, VendorKind
from vendors.importers import reading, taiwan_terms
from vendors.importers.proposing import propose
from vendors.importers.report import Report, RowError
from vendors.models import Capability, CapabilityLine, Site, Vendor

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
# "永信藥品工業股份有限公司台中幼獅廠": the company's name ends with its legal form, the plant follows.
COMPANY_NAME = re.compile(r"^(.*?(?:股份有限公司|有限公司|基金會|公司))(.*)$")
CITY = re.compile(r"^(.{2}[市縣])")


def run(path: Path, *, now: datetime, progress=lambda done: None) -> Report:
    """
    Read the register; several rows of one address are one site and share its fate.

    :raises UnusableFileError: when the file as a whole cannot be read
    """
    report = Report()
    leaves = Capability.objects.in_bulk()
    good = []
    for row, record in reading.csv_rows(path, COLUMNS):
        try:
            good.append(read_record(row, record))
        except RowError as error:
            report.skip(row, error)
    good.sort(key=lambda item: (item["key"], item["row"]))
    for _, group in groupby(good, key=lambda item: item["key"]):
        rows = merge_repeats(list(group), report)
        fate = settle(rows, leaves, report, now)
        report.count(fate, len(rows))
        progress(report.records)
    report.skips.sort(key=lambda skip: skip.row)
    return report


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
        "key": import_key(full_name, address),
        "cells": tuple(record[column] for column in sorted(COLUMNS)),
        "company": company,
        "site": full_name if plant else company,
        "address": address,
        "city": match.group(1) if (match := CITY.match(address)) else "",
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


def merge_repeats(rows: list[dict], report: Report) -> list[dict]:
    """Leave out a row that says word for word what an earlier row of the file said."""
    seen: dict[tuple, int] = {}
    kept = []
    for item in rows:
        if item["cells"] in seen:
            report.skip(item["row"], RowError("row", f"repeats row {seen[item['cells']]}"))
        else:
            seen[item["cells"]] = item["row"]
            kept.append(item)
    return kept


def settle(rows: list[dict], leaves: dict, report: Report, now: datetime) -> str:
    """Write one site from its rows and return its fate; a person's facts are only proposed upon."""
    first = rows[0]
    offers = {offer: None for item in rows for offer in item["offers"] if offer.leaf in leaves}
    terms = sorted({term for item in rows for term in item["unknown"]})
    report.unknown_terms.update(terms)
    site = Site.objects.filter(import_key=first["key"]).select_related("vendor").first()
    if site is None:
        site = create_site(first, terms, now)
        add_lines(site, offers, [])
        return "created"
    facts = {
        "name": first["site"],
        "address": first["address"],
        "city": first["city"],
        "unmapped_terms": terms,
    }
    return max(
        (update_site(site, facts), update_lines(site, offers)),
        key=["unchanged", "proposed", "updated"].index,
    )


def create_site(item: dict, terms: list[str], now: datetime) -> Site:
    origin = {"source": SOURCE, "as_of": AS_OF}
    company_key = f"{NAME}:{item['company']}"
    vendor, is_new = Vendor.objects.get_or_create(
        import_key=company_key,
        defaults={
            "slug": f"tw-{hashlib.sha256(company_key.encode()).hexdigest()[:10]}",
            "name": item["company"],
            "legal_name": item["company"],
            "kind": VendorKind.CDMO,
            "country": COUNTRY,
            "description": ABOUT,
            "state": ListingState.IN_REVIEW,
            "created_at": now,
            **origin,
        },
    )
    if is_new:
        audit.record(
            verb="vendor.imported", target=vendor, summary=f"{vendor} read from {SOURCE}", now=now
        )
    return Site.objects.create(
        vendor=vendor,
        name=item["site"],
        address=item["address"],
        city=item["city"],
        country=COUNTRY,
        unmapped_terms=terms,
        import_key=item["key"],
        **origin,
    )


def update_site(site: Site, facts: dict) -> str:
    changes = {name: value for name, value in facts.items() if getattr(site, name) != value}
    if not changes:
        return "unchanged"
    if site.set_by_id:
        return ask(site, site, changes)
    Site.objects.filter(pk=site.pk).update(**changes)
    return "updated"


def update_lines(site: Site, offers: dict) -> str:
    """Add what is new; what differs from a line of this source is updated, or proposed."""
    known = list(site.lines.all())
    fate = "updated" if add_lines(site, offers, known) else "unchanged"
    by_leaf_and_form = {identity(line): line for line in known}
    for offer in offers:
        line = by_leaf_and_form.get((offer.leaf, offer.dosage_form))
        if line is None:
            continue
        wanted = line_facts(offer)
        changes = {name: value for name, value in wanted.items() if getattr(line, name) != value}
        if changes and line.set_by_id:
            asked = ask(site, line, changes, f"{offer.leaf} {offer.dosage_form} ")
            fate = asked if fate == "unchanged" else fate
        elif changes:
            CapabilityLine.objects.filter(pk=line.pk).update(**changes)
            fate = "updated"
    return fate


def ask(site: Site, row, changes: dict, prefix: str = "") -> str:
    """Propose the changes of a row that a person set, and return its fate."""
    filed = [
        propose(
            site=site,
            field=prefix + name,
            old=getattr(row, name),
            new=value,
            source=SOURCE,
            as_of=AS_OF,
        )
        for name, value in changes.items()
    ]
    return "proposed" if any(filed) else "unchanged"


def add_lines(site: Site, offers: dict, known: list[CapabilityLine]) -> int:
    taken = {identity(line) for line in known} | {
        (line.capability_id, None) for line in known if line.set_by_id
    }
    new = [
        CapabilityLine(
            site=site, capability_id=offer.leaf, source=SOURCE, as_of=AS_OF, **line_facts(offer)
        )
        for offer in offers
        if not {(offer.leaf, offer.dosage_form), (offer.leaf, None)} & taken
    ]
    CapabilityLine.objects.bulk_create(new)
    return len(new)


def identity(line: CapabilityLine) -> tuple[str, str]:
    return line.capability_id, line.dosage_forms[0] if line.dosage_forms else ""


def line_facts(offer) -> dict:
    return {
        "phases": [str(phase) for phase in offer.phases],
        "modalities": [str(offer.modality)] if offer.modality else [],
        "dosage_forms": [str(offer.dosage_form)] if offer.dosage_form else [],
        "grade": str(offer.grade),
        "evidence": int(Evidence.ON_REGISTER),
    }


def import_key(full_name: str, address: str) -> str:
    """Return what finds the same site again: register, name and address, within 200 characters."""
    digest = hashlib.sha256(f"{full_name}|{address}".encode()).hexdigest()[:20]
    return f"{NAME}:{full_name[:80]}:{digest}"

"""
FDA DECRS, the register of drug establishments (``drls_reg.txt``): who has registered, and for what.

A registration is the establishment's own word, so its evidence is *documented*. It names operations,
not products: one that means a single leaf becomes a line, the others are kept as text. Contacts,
agents and registrants are persons or proxies and are not read.
"""

import csv
import re
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from vendors.choices import Evidence, Modality, Phase, VendorKind
from vendors.importers import fei, reading
from vendors.importers.establishing import Offer, Place, Register, key_of, settle
from vendors.importers.iso3 import TWO_LETTERS
from vendors.importers.persons import is_natural_person
from vendors.importers.report import Report, RowError

NAME = "fda-decrs"
SOURCE = "FDA, Drug Establishments Current Registration Site"
URL = "https://www.accessdata.fda.gov/scripts/cder/drls/"
FEI, DUNS, FIRM, ADDRESS = "FEI_NUMBER", "DUNS_NUMBER", "FIRM_NAME", "ADDRESS"
EXPIRY, OPERATIONS, EXCLUDED = "EXPIRATION_DATE", "OPERATIONS", "EXCLUSION_FLAG"
COLUMNS = {FEI, DUNS, FIRM, ADDRESS, EXPIRY, OPERATIONS, EXCLUDED}
ABOUT = (
    "Read from the FDA's register of drug establishments. It says for which operations the site has "
    "registered itself; it does not say whether it works for other companies. Ask before relying on it."
)
PLACEHOLDER = "000000000"
MARKET = (Phase.COM, Phase.PMK)  # the register is of drugs in commercial distribution
OFFERS = {
    "PARTICLE SIZE REDUCTION": Offer("M1.10", phases=MARKET),
    "POSITRON EMISSION TOMOGRAPHY DRUG PRODUCTION": Offer("M3.16", "", Modality.RP, phases=MARKET),
    "PET PRODUCTION": Offer("M3.16", "", Modality.RP, phases=MARKET),
    "LABEL": Offer("M6.03", phases=MARKET),
    "RELABEL": Offer("M6.03", phases=MARKET),
}
COUNTRY = re.compile(r"\(([A-Z]{3})\)\s*$")  # a state stands in parentheses too, but not at the end


def run(path: Path, *, now: datetime, progress=lambda done: None) -> Report:
    """
    Read the register; rows of one FEI are one site, whose operations are those of all of them.

    :raises UnusableFileError: when the file as a whole cannot be read
    """
    report = Report()
    good = []
    rows = reading.csv_rows(
        path, COLUMNS, fallback="cp1252", delimiter="\t", quoting=csv.QUOTE_NONE
    )
    for row, record in rows:
        try:
            good.append(read_record(row, record))
        except RowError as error:
            report.skip(row, error)
    good.sort(key=lambda item: (item["key"], item["row"]))
    places = [place_of(list(same)) for _, same in groupby(good, key=lambda item: item["key"])]
    settle(
        places,
        register(max((item["expires"] for item in good), default=now.date()), now),
        report=report,
        now=now,
        progress=progress,
        file=path.name,
    )
    return report


def register(expires: date, now: datetime) -> Register:
    """Return the register; the file names no day of its own, and says nothing past its expiry."""
    return Register(
        name=NAME,
        source=SOURCE,
        as_of=min(now.date(), expires),
        kind=VendorKind.CDMO,
        about=ABOUT,
        evidence=Evidence.DOCUMENTED,
        url=URL,
    )


def read_record(row: int, record: dict[str, str]) -> dict:
    """
    Return what one row says.

    :raises RowError: naming the column
    """
    reading.check_width(record)
    name = reading.limited(record, FIRM, 200)
    address = reading.limited(record, ADDRESS, 300)
    if not name:
        raise RowError(FIRM, "is empty")
    if is_natural_person(name):
        raise RowError(FIRM, "is a natural person's, not a vendor's")
    if reading.plain(record, EXCLUDED) not in ("N", ""):
        raise RowError(EXCLUDED, "the FDA has taken this registration out")
    number = fei.normalise(record[FEI], FEI) if record[FEI].strip() else ""
    operations = [" ".join(word.split()) for word in record[OPERATIONS].upper().split(";")]
    return {
        "row": row,
        "key": f"{NAME}:{number}" if number else key_of(NAME, name.casefold(), address.casefold()),
        "fei": number,
        "duns": duns(record),
        "name": name,
        "address": address,
        "country": country(address),
        "expires": expiry(record),
        "operations": [operation[:200] for operation in operations if operation],
    }


def place_of(rows: list[dict]) -> Place:
    """
    Return the establishment; of several spellings the first by the alphabet names it.

    So the order of the file does not matter, and the other spellings are kept as text.
    """
    first = min(rows, key=lambda item: (item["name"], item["address"]))
    others = {f"{item['name']}, {item['address']}"[:180] for item in rows}
    others.discard(f"{first['name']}, {first['address']}"[:180])
    operations = sorted({operation for item in rows for operation in item["operations"]})
    return Place(
        key=first["key"],
        rows=[item["row"] for item in rows],
        company=first["name"],
        site={
            "name": first["name"],
            "address": first["address"],
            "city": city(first["address"]),
            "country": first["country"],
            "fei": first["fei"],
            "duns": next((item["duns"] for item in rows if item["duns"]), ""),
        },
        offers=[OFFERS[operation] for operation in operations if operation in OFFERS],
        terms=[operation for operation in operations if operation not in OFFERS]
        + [f"registered as {other}" for other in sorted(others)],
    )


def duns(record: dict[str, str]) -> str:
    value = reading.plain(record, DUNS)
    if value in ("", PLACEHOLDER):
        return ""
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise RowError(DUNS, f"{value[:40]!r} is no number of nine digits")
    return value.zfill(9)


def expiry(record: dict[str, str]) -> date:
    value = record[EXPIRY].strip()
    try:
        return datetime.strptime(value, "%m/%d/%Y").date()  # noqa: DTZ007 - a day, without a time
    except ValueError as error:
        raise RowError(EXPIRY, f"{value[:40]!r} is no date (MM/DD/YYYY)") from error


def country(address: str) -> str:
    """Return the country of the closing parenthesis; one that is no country is a RowError."""
    code = COUNTRY.search(address)
    if not code or code.group(1) not in TWO_LETTERS:
        raise RowError(ADDRESS, 'does not end with a country, like "(USA)"')
    return TWO_LETTERS[code.group(1)]


def city(address: str) -> str:
    """Return the part before postcode and country, where it reads like a city; else nothing."""
    parts = [part.strip() for part in address.split(",")]
    found = parts[-3] if len(parts) >= 4 else ""
    return "" if any(letter.isdigit() for letter in found) else found[:120]

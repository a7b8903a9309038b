"""What a column of a spreadsheet can mean: the directory's field, its heading, how a cell is read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

from vendors import countries
from vendors.choices import (
    CertificateScheme,
    DosageForm,
    Evidence,
    Grade,
    Modality,
    Phase,
    Size,
    VendorKind,
)
from vendors.importers import fei as establishment
from vendors.importers.report import RowError
from vendors.models import CapabilityLine, Certificate, Site, Vendor, VendorContact

OTHER_COUNTRIES = {
    "usa": "US", "u.s.a.": "US", "united states of america": "US", "uk": "GB",
    "great britain": "GB", "korea": "KR", "republic of korea": "KR", "turkey": "TR",
    "czech republic": "CZ", "the netherlands": "NL", "p.r. china": "CN", "russian federation": "RU",
}  # fmt: skip
RANGE = re.compile(r"\s*(?:-|–|\bto\b)\s*")  # noqa: RUF001  people type either dash
SEVERAL = re.compile(r"[;|\n]")
SHOWN = 12  # of a vocabulary, in a message


@dataclass(frozen=True)
class Part:
    """
    What a row may speak of: a model, what people call it, and the part it belongs to.

    ``known_by`` is the field no row does without that says anything of it; ``needs`` are those that
    a new one needs besides, with what may stand there.
    """

    model: type
    words: str
    above: str
    known_by: str
    needs: dict[str, str]


PARTS = {  # what stands above comes first
    "vendor": Part(Vendor, "vendor", "", "name", {"kind": "one: CDMO, CRO or BOTH"}),
    "site": Part(Site, "site", "vendor", "name", {}),
    "line": Part(CapabilityLine, "capability", "site", "capability", {}),
    "certificate": Part(Certificate, "certificate", "site", "scheme", {"authority": "one"}),
    "contact": Part(VendorContact, "contact", "vendor", "email", {"name": "one"}),
}


def above(part: str) -> list[str]:
    """Return the parts a part belongs to, itself at the end: vendor, site, line."""
    own = PARTS[part].above
    return [*above(own), part] if own else [part]


@dataclass(frozen=True)
class Field:
    """``part`` and ``name`` are the model's; ``read`` raises ValueError with the reason."""

    part: str
    name: str
    heading: str
    read: Callable[[str], object]
    also: tuple[str, ...] = ()  # other headings it is known by
    help: str = ""

    @property
    def key(self) -> str:
        return f"{self.part}.{self.name}"

    def clean(self, text: str):
        """
        Return a cell's value as the model keeps it.

        :raises RowError: naming this field
        """
        try:
            return PARTS[self.part].model._meta.get_field(self.name).clean(self.read(text), None)
        except ValidationError as error:
            raise RowError(self.heading, " ".join(error.messages)) from error
        except ValueError as error:
            raise RowError(self.heading, str(error)) from error


def line_of_text(text: str) -> str:
    return " ".join(text.split())


def one_of(choices) -> Callable[[str], object]:
    """Read a code or its words, in any case."""
    known = {str(code).casefold(): code for code in choices.values}
    known |= {label.casefold(): code for code, label in choices.choices}

    def read(text: str):
        value = line_of_text(text)
        if value.casefold() not in known:
            codes = choices.labels if issubclass(choices, int) else choices.values
            more = ", ..." if len(codes) > SHOWN else ""
            raise ValueError(f"“{value[:40]}” is none of {', '.join(codes[:SHOWN])}{more}")
        return known[value.casefold()]

    return read


def several_of(choices) -> Callable[[str], list]:
    """Read codes or words apart by semicolons or, where no words hold one, by commas."""
    read_one = one_of(choices)

    def read(text: str) -> list:
        found = set()
        for piece in filter(str.strip, SEVERAL.split(text)):
            try:
                found.add(read_one(piece))
            except ValueError:
                found.update(read_one(part) for part in piece.split(",") if part.strip())
        return [code for code in choices.values if code in found]

    return read


def phases(text: str) -> list:
    """Read phases like other codes, and besides them ranges: ``P1-P3``, ``Phase 1 to Commercial``."""
    spelled = []
    for piece in re.split(r"[;|,\n]", text):
        ends = RANGE.split(piece.strip())
        if len(ends) == 2:
            first, last = (one_of(Phase)(end) for end in ends)
            spelled += Phase.from_to(first, last)
        else:
            spelled.append(piece)
    return several_of(Phase)(";".join(spelled))


def country(text: str) -> str:
    value = line_of_text(text)
    if value.upper() in countries.NAMES:
        return value.upper()
    by_name = {name.casefold(): code for code, name in countries.NAMES.items()} | OTHER_COUNTRIES
    if value.casefold() not in by_name:
        raise ValueError(f"“{value[:40]}” is no country: use its two letters, e.g. DK")
    return by_name[value.casefold()]


def names(text: str) -> list[str]:
    return [line_of_text(name) for name in SEVERAL.split(text) if name.strip()]


def fei(text: str) -> str:
    try:
        return establishment.normalise(text)
    except RowError as error:
        raise ValueError(error.reason) from error


def duns(text: str) -> str:
    digits = re.sub(r"[\s-]", "", text)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise ValueError(f"“{text[:40]}” is no DUNS number: it has 9 digits")
    return digits.zfill(9)


def number(text: str) -> Decimal:
    try:
        value = Decimal(text.strip())
    except InvalidOperation as error:
        raise ValueError(f"“{text[:40]}” is no number: write 1500 or 0.5") from error
    if not value.is_finite() or value < 0:
        raise ValueError(f"“{text[:40]}” is no quantity")
    return value


def weeks(text: str) -> int:
    value = number(text)
    if value != int(value) or value > 520:
        raise ValueError(f"“{text[:40]}” is no number of weeks from 0 to 520")
    return int(value)


def day(text: str) -> date:
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError as error:
        raise ValueError(f"“{text[:40]}” is no date: write 2026-11-30") from error


def website(text: str) -> str:
    value = text.strip()
    return value if "://" in value or not value else f"https://{value}"


CODES = "codes or words, several apart by semicolons"
FIELDS = [
    Field("vendor", "name", "Vendor", line_of_text,
          ("vendor name", "company", "company name", "name", "supplier"), "needed in every row"),
    Field("vendor", "legal_name", "Legal name", line_of_text, ("legal entity",)),
    Field("vendor", "trading_names", "Trading names", names, ("also known as", "aliases"),
          "several apart by semicolons"),
    Field("vendor", "kind", "Kind", one_of(VendorKind), ("vendor kind", "type", "vendor type"),
          "CDMO, CRO or BOTH; needed for a new vendor"),
    Field("vendor", "country", "Headquarters country", country,
          ("hq country", "headquarters", "country of headquarters"), "two letters or the name"),
    Field("vendor", "city", "Headquarters city", line_of_text, ("hq city",)),
    Field("vendor", "size", "Size", one_of(Size), ("employees", "company size"),
          "1-49, 50-249, 250-999, 1000-4999 or 5000+"),
    Field("vendor", "website", "Website", website, ("url", "homepage", "web site")),
    Field("vendor", "duns", "DUNS", duns, ("duns number", "d-u-n-s"), "9 digits"),
    Field("vendor", "lei", "LEI", line_of_text),
    Field("vendor", "tagline", "In one line", line_of_text, ("tagline", "summary")),
    Field("site", "name", "Site", line_of_text, ("site name", "plant", "facility", "location")),
    Field("site", "address", "Site address", line_of_text, ("address", "street")),
    Field("site", "city", "Site city", line_of_text, ("city", "town")),
    Field("site", "country", "Site country", country, ("country",), "two letters or the name"),
    Field("site", "fei", "FEI", fei, ("fei number", "fda fei"), "7 or 10 digits"),
    Field("site", "duns", "Site DUNS", duns, (), "9 digits"),
    Field("line", "capability", "Capability", line_of_text,
          ("service", "capability code", "leaf"), "a leaf of the taxonomy: its code or its words"),
    Field("line", "phases", "Phases", phases, ("phase",), "P1-P3, or codes apart by semicolons"),
    Field("line", "modalities", "Modalities", several_of(Modality), ("modality",), CODES),
    Field("line", "dosage_forms", "Dosage forms", several_of(DosageForm),
          ("dosage form", "form", "forms"), CODES),
    Field("line", "grade", "GxP", one_of(Grade), ("grade", "gxp grade", "quality grade")),
    Field("line", "evidence", "Evidence", one_of(Evidence), ("evidence level", "proof"),
          "declared, documented, on register or inspected; a new line without it is declared"),
    Field("line", "scale_min", "Smallest scale", number, ("scale min", "min scale"),
          "in the capability's unit"),
    Field("line", "scale_max", "Largest scale", number, ("scale max", "max scale"),
          "in the capability's unit"),
    Field("line", "lead_time_weeks", "Lead time, weeks", weeks, ("lead time", "lead time (weeks)")),
    Field("line", "next_slot_date", "Next free slot", day, ("next slot", "available from"),
          "a date, 2026-11-30"),
    Field("line", "note", "Note", line_of_text, ("remark", "comment")),
    Field("certificate", "scheme", "Certificate", one_of(CertificateScheme),
          ("certificate kind", "certification", "standard", "scheme"),
          "the standard, of the site in this row"),
    Field("certificate", "number", "Certificate number", line_of_text,
          ("certificate no", "licence number"), "tells two of one standard apart"),
    Field("certificate", "authority", "Issuer", line_of_text,
          ("issued by", "authority", "certification body"), "needed for a new certificate"),
    Field("certificate", "scope", "Certificate scope", line_of_text, ("scope",)),
    Field("certificate", "issued_on", "Valid from", day, ("issued on", "issue date"),
          "a date, 2026-11-30"),
    Field("certificate", "expires_on", "Valid until", day,
          ("expires on", "expiry date", "valid to"), "a date, 2026-11-30"),
    Field("contact", "email", "Contact e-mail", str.strip, ("email", "e-mail address"),
          "one person of the vendor a row"),
    Field("contact", "name", "Contact name", line_of_text, ("contact", "contact person"),
          "needed for a new contact"),
    Field("contact", "job", "Contact job", line_of_text, ("job title", "position")),
]  # fmt: skip
BY_KEY = {field.key: field for field in FIELDS}
HEADINGS = [field.heading for field in FIELDS]


def shown(value, name: str = "") -> str:
    """Return a value as the preview shows it; ``name`` is the field's, where its codes say little."""
    if name == "evidence" and value:
        return Evidence(value).label
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)

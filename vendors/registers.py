"""What authorities' registers say of a vendor's sites, and where nothing was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from vendors.choices import ActionKind, InspectionClass
from vendors.models import RegulatoryAction

GOOD, CAUTION, BAD, OPEN = "good", "warn", "bad", ""
BY_CLASS = {
    InspectionClass.NAI: (GOOD, "No action indicated"),
    InspectionClass.VAI: (CAUTION, "Voluntary action indicated"),
    InspectionClass.OAI: (BAD, "Official action indicated"),
}
BY_KIND = {
    ActionKind.WARNING_LETTER: (BAD, "Warning letter"),
    ActionKind.FORM_483: (CAUTION, "Form 483, observations"),
    ActionKind.INSPECTION: (OPEN, "Inspection, outcome not stated"),
    ActionKind.CLOSE_OUT: (GOOD, "Closed out"),
    ActionKind.IMPORT_ALERT: (BAD, "Import alert"),
    ActionKind.OTHER: (OPEN, "Other action"),
}

# What a record of each kind says, and what it does not.
MEANING = {
    ActionKind.WARNING_LETTER: "A warning letter says that an authority found violations serious enough to "
    "demand correction. Without a close-out on record it may still be corrected: close-outs are not always published.",
    ActionKind.FORM_483: "A Form 483 lists what inspectors observed. It is no final finding, and few of them are published.",
    ActionKind.INSPECTION: "An inspection's class is the authority's conclusion for that visit and its products, "
    "not a verdict on the whole site.",
    ActionKind.IMPORT_ALERT: "An import alert lets products be detained at the border until the cause is removed.",
    ActionKind.CLOSE_OUT: "A close-out says that the corrections were made; it does not promise that they last.",
}


@dataclass(frozen=True)
class Register:
    """A source that was loaded, and the date it shows."""

    authority: str
    source: str
    as_of: date | None


@dataclass(frozen=True)
class Silence:
    """A source in which nothing was found: whose registers it holds, and from when to when."""

    source: str
    authorities: tuple[str, ...]
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Finding:
    """A verdict with its words: ``tone`` is good, warn, bad or, where nothing is proven, empty."""

    tone: str
    words: str
    detail: str


# From one register to the next by an index: hundreds of thousands of records are of a handful.
LOADED = """
WITH RECURSIVE register AS (
    (SELECT authority, source FROM vendors_regulatoryaction ORDER BY authority, source LIMIT 1)
    UNION ALL
    SELECT next.authority, next.source FROM register, LATERAL (
        SELECT authority, source FROM vendors_regulatoryaction a
        WHERE (a.authority, a.source) > (register.authority, register.source)
        ORDER BY authority, source LIMIT 1
    ) next
)
SELECT authority, source, (
    SELECT max(as_of) FROM vendors_regulatoryaction a
    WHERE a.authority = register.authority AND a.source = register.source
) FROM register WHERE source <> '' ORDER BY authority, source
"""


def loaded() -> list[Register]:
    """Return the registers whose records were imported, by authority."""
    with connection.cursor() as cursor:
        cursor.execute(LOADED)
        return [Register(*row) for row in cursor.fetchall()]


# The newest date of all, or else what was loaded first: each is the end of an index.
NEWEST = """
SELECT authority, source, as_of FROM (
    (SELECT 1 AS choice, authority, source, as_of FROM vendors_regulatoryaction
        WHERE source <> '' AND as_of IS NOT NULL ORDER BY as_of DESC LIMIT 1)
    UNION ALL
    (SELECT 2, authority, source, as_of FROM vendors_regulatoryaction
        WHERE source <> '' ORDER BY id LIMIT 1)
) found ORDER BY choice LIMIT 1
"""


def newest() -> list[Register]:
    """Return the register with the newest date, as a list of one; empty where none is loaded."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        return [Register(*row) for row in cursor.fetchall()]


def silences(registers: Iterable[Register]) -> list[Silence]:
    """Gather registers in which nothing was found by their source."""
    held: dict[str, list[Register]] = {}
    for register in registers:
        held.setdefault(register.source, []).append(register)
    return [
        Silence(
            source=source,
            authorities=tuple(dict.fromkeys(one.authority for one in own)),
            first=min((one.as_of for one in own if one.as_of), default=None),
            last=max((one.as_of for one in own if one.as_of), default=None),
        )
        for source, own in held.items()
    ]


def outcome(action: RegulatoryAction) -> tuple[str, str]:
    """Return tone and words of one record; a warning letter with a close-out is no alarm."""
    if action.classification:
        return BY_CLASS[InspectionClass(action.classification)]
    if action.kind == ActionKind.WARNING_LETTER and action.is_closed:
        return CAUTION, "Warning letter, closed out"
    return BY_KIND[ActionKind(action.kind)]


def standing(sites: Iterable, registers: list[Register]) -> Finding:
    """
    Say in one line how a vendor stands, by its sites.

    :param sites: with their ``actions`` prefetched, each with ``is_closed``
    """
    sites = list(sites)
    return verdict([action for site in sites for action in site.actions.all()], sites, registers)


def verdict(actions: Iterable, sites: Iterable, registers: list[Register]) -> Finding:
    """
    Say in one line what these records make of a vendor: the letter still open, else the newest.

    :param actions: those at its sites, each with ``is_closed``
    """
    actions = sorted(actions, key=lambda action: action.acted_on, reverse=True)
    if not actions:
        return not_found(sites, registers)
    worst = next(
        (a for a in actions if a.kind == ActionKind.WARNING_LETTER and not a.is_closed), actions[0]
    )
    tone, words = outcome(worst)
    return Finding(tone, words, f"{worst.authority}, {worst.acted_on:%b %Y}")


def not_found(sites, registers: list[Register]) -> Finding:
    """Tell "nothing found" from "not looked up": neither means that all is well."""
    if not any(site.fei for site in sites):
        return Finding(OPEN, "Not looked up", "no FEI stated")
    if not registers:
        return Finding(OPEN, "Not looked up", "no register loaded")
    newest = max(registers, key=lambda register: register.as_of or date.min)
    seen = f", {newest.as_of:%b %Y}" if newest.as_of else ""
    return Finding(OPEN, "None found", f"{newest.authority} register{seen}")

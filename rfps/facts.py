"""
What the directory already knows of a vendor, in words, to be offered as an answer.

A question names its fact in ``Question.fact``, one of ``choices.Fact``; the vendor sees the offer
beside it and takes it or writes something else.

Public facts alone: nothing of a sponsor's own is read here.
"""

from dataclasses import dataclass
from datetime import date

from rfps import zones
from vendors import countries
from vendors.models import Capability, CapabilityLine, Certificate, RegulatoryAction, Vendor

LATEST = 5  # inspections and letters


@dataclass(frozen=True)
class Offer:
    """A fact in words, one line per row; where it comes from, and the day it was true."""

    words: str
    source: str
    as_of: date | None


def offered(vendor: Vendor) -> dict[str, Offer]:
    """Return what can be offered of a vendor, by the code of the fact; what is unknown is absent."""
    sites = list(vendor.sites.order_by("name", "pk"))
    found = {
        **_of_company(vendor, sites),
        "sites": _offer(map(_site, sites), sites),
        "gmp_certificates": _certificates(sites),
        "inspections": _inspections(sites),
        "capabilities": _capabilities(vendor),
        "lead_times": _lead_times(sites),
    }
    return {code: offer for code, offer in found.items() if offer}


def _offer(lines, rows) -> Offer | None:
    """Return the lines as one offer that is as old as its oldest row and names every source."""
    said = [line for line in lines if line]
    if not said:
        return None
    dates = [row.as_of for row in rows if row.as_of]
    sources = dict.fromkeys(row.source for row in rows if row.source)
    return Offer("\n".join(said), ", ".join(sources), min(dates, default=None))


def _of_company(vendor, sites) -> dict[str, Offer | None]:
    place = ", ".join(filter(None, [vendor.city, countries.name(vendor.country)]))
    numbers = [("LEI", vendor.lei), ("DUNS", vendor.duns)]
    for site in sites:
        numbers += [(f"FEI of {site.name}", site.fei), (f"DUNS of {site.name}", site.duns)]
    numbered = [vendor, *(site for site in sites if site.fei or site.duns)]
    words = {
        "legal_name": vendor.legal_name,
        "headquarters": place,
        "ownership": vendor.get_ownership_display(),
        "size": vendor.get_size_display(),
        "website": vendor.website,
    }
    ids = _offer((f"{name} {number}" for name, number in numbers if number), numbered)
    return {code: _offer([said], [vendor]) for code, said in words.items()} | {"ids": ids}


def _site(site) -> str:
    return ", ".join(filter(None, [site.name, site.city, countries.name(site.country)]))


def _certificates(sites) -> Offer | None:
    rows = Certificate.objects.filter(site__in=sites).select_related("site")
    return _offer(
        (
            f"{row}, {row.authority}, {row.site.name}"
            + (f", valid until {zones.day(row.expires_on)}" if row.expires_on else "")
            for row in rows
        ),
        rows,
    )


def _inspections(sites) -> Offer | None:
    rows = RegulatoryAction.objects.filter(site__in=sites).select_related("site")[:LATEST]
    return _offer(
        (
            f"{row.authority}, {row.get_kind_display().lower()}, {zones.day(row.acted_on)}, "
            f"{row.site.name}"
            + (f": {row.get_classification_display().lower()}" if row.classification else "")
            for row in rows
        ),
        rows,
    )


def _capabilities(vendor) -> Offer | None:
    rows = list(vendor.confirmations.all())
    names = dict(
        Capability.objects.filter(group__in=[row.group for row in rows]).values_list(
            "group", "group_label"
        )
    )
    return _offer(
        (
            f"{row.group} {names.get(row.group, '')}".strip()
            + f", confirmed complete on {zones.day(row.confirmed_on)}"
            for row in rows
        ),
        rows,
    )


def _lead_times(sites) -> Offer | None:
    rows = list(
        CapabilityLine.objects.offered()
        .filter(site__in=sites, lead_time_weeks__isnull=False)
        .order_by("lead_time_weeks", "capability_id", "pk")
        .select_related("capability", "site")
    )
    ends = list(dict.fromkeys([*rows[:1], *rows[-1:]]))
    return _offer(
        (f"{row.capability.label}, {row.site.name}: {row.lead_time_weeks} weeks" for row in ends),
        ends,
    )

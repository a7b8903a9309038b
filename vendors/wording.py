"""Proposals in words: what they are about, and the values before and after, as people read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField
from django.utils.formats import date_format

from vendors import countries
from vendors.models import (
    Capability,
    CapabilityLine,
    Certificate,
    Proposal,
    Site,
    Vendor,
    VendorContact,
)

NOTHING = "not stated"
LABELS = {
    "is_offered": "At this site",
    "fei": "FEI",
    "duns": "DUNS",
    "lei": "LEI",
    "covers": "Covers",
}
ADDED = {
    "site": ("A new site", Site),
    "line": ("A new capability", CapabilityLine),
    "certificate": ("A new certificate", Certificate),
}


@dataclass(frozen=True)
class Told:
    """A proposal in words; ``parts`` are the fields and values of a row that is added."""

    proposal: Proposal
    subject: str
    label: str
    old: str
    new: str
    parts: tuple[tuple[str, str], ...] = ()

    @property
    def is_addition(self) -> bool:
        return bool(self.parts)

    @property
    def sentence(self) -> str:
        return f"{self.subject}, {self.label.lower()}: {self.new}"


def tell(proposals: Iterable[Proposal]) -> list[Told]:
    """Put proposals into words, in a flat number of queries."""
    proposals = list(proposals)
    ids = {kind: [] for kind in ("line", "certificate", "contact")}
    for one in proposals:
        kind, pk = _by_id(one.field)
        if kind:
            ids[kind].append(pk)
    named = {
        "line": CapabilityLine.objects.select_related("capability", "site").in_bulk(ids["line"]),
        "certificate": Certificate.objects.select_related("site").in_bulk(ids["certificate"]),
        "contact": VendorContact.objects.filter(private_to=None).in_bulk(ids["contact"]),
    }
    added = [one.new for one in proposals if one.field.startswith("+ ")]
    leaves = Capability.objects.in_bulk([new["capability"] for new in added if "capability" in new])
    covered = CapabilityLine.objects.select_related("capability").in_bulk(
        [pk for new in added for pk in new.get("covers", [])]
    )
    return [_tell(one, named, leaves, covered) for one in proposals]


def _tell(proposal, named, leaves, covered) -> Told:
    *path, field = proposal.field.split(" ")
    if path[:1] == ["+"]:
        return _tell_added(proposal, path[1], leaves, covered)
    subject, model = (proposal.site or proposal.vendor), (Site if proposal.site else Vendor)
    if path:
        kind, pk = _by_id(proposal.field)
        row = named[kind].get(pk) if kind else None
        subject = _row(row) if row else f"{' '.join(path)} at {proposal.site or proposal.vendor}"
        model = type(row) if row else CapabilityLine
    return Told(
        proposal=proposal,
        subject=str(subject),
        label=label(model, field),
        old=words(model, field, proposal.old),
        new=words(model, field, proposal.new),
    )


def _by_id(field: str) -> tuple[str, int]:
    """Return kind and id of the row that a path names by its id; an empty kind where it does not."""
    name, hash_sign, rest = field.partition(" #")
    pk = rest.partition(" ")[0]
    if not (hash_sign and pk.isascii() and pk.isdigit()):
        return "", 0
    return (name if name in ("certificate", "contact") else "line"), int(pk)


def _row(row) -> str:
    if isinstance(row, CapabilityLine):
        return f"{row.capability} at {row.site}"
    return str(row) if isinstance(row, VendorContact) else f"{row} of {row.site}"


def _tell_added(proposal, kind: str, leaves, covered) -> Told:
    what, model = ADDED[kind]
    parts = []
    for name in [*(field.name for field in model._meta.fields), "covers"]:
        if name not in proposal.new:  # the database keeps no order of its own
            continue
        value = proposal.new[name]
        said = words(model, name, value)
        if name == "capability":
            said = str(leaves.get(value, value))
        elif name == "covers":
            said = ", ".join(str(covered[pk].capability) for pk in value if pk in covered)
        if said and said != NOTHING:
            parts.append((label(model, name), said))
    return Told(
        proposal=proposal,
        subject=f"{what}{f' at {proposal.site}' if proposal.site else ''}",
        label=what,
        old="",
        new=", ".join(said for _, said in parts[:3]),
        parts=tuple(parts),
    )


def label(model, name: str) -> str:
    """Return what people call a field."""
    try:
        plain = str(model._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        plain = name
    return LABELS.get(name) or plain[:1].upper() + plain[1:].replace("_", " ")


def words(model, name: str, value) -> str:
    """Return a value as people read it: codes in words, nothing as *not stated*."""
    if value is None or value == "" or value == []:
        return NOTHING
    if name == "is_offered":
        return "offered" if value else "not offered"
    if name == "country":
        return countries.name(value)
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return str(value)
    if isinstance(field, DateField):
        return day(value)
    values = value if isinstance(value, list) else [value]
    base = field.base_field if isinstance(field, ArrayField) else field
    labels = {str(code): str(said) for code, said in base.choices or ()}
    return ", ".join(labels.get(str(one), str(one)) for one in values)


def day(value: date | str) -> str:
    """Return a date, or what a proposal keeps of one, e.g. as ``5 Nov 2026``; other words as they are."""
    try:
        return date_format(date.fromisoformat(str(value)), "j M Y")
    except ValueError:
        return str(value)

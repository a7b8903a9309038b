"""
What became of a vendor's facts: every change, old and new, by whom, from what source and why.

The states are written by triggers (``vendors.models.fact.tracked``); here two states that follow
each other become a change, and the changes of one transaction a moment.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import ForeignKey, Model
from django.utils.formats import date_format

from vendors.models import (
    CapabilityLine,
    Certificate,
    GroupConfirmation,
    RegulatoryAction,
    Site,
    TrialRecord,
    Vendor,
)

AT_SITE = (CapabilityLine, Certificate, RegulatoryAction)
AT_VENDOR = (Site, GroupConfirmation, TrialRecord)
KINDS = {"insert": "added", "update": "changed", "delete": "deleted"}
UNSAID = {
    "id",
    "set_by",
    "import_key",
    "created_at",
    "pgh_obj",
}  # how a row is kept, not what it says
NOTHING = "nothing"


@dataclass(frozen=True)
class Change:
    """One row's step from one state to the next; ``fields`` are (name, old, new) in words."""

    kind: str
    model: str
    row: str
    fields: list[tuple[str, str, str]]


@dataclass
class Moment:
    """What one transaction changed, and what it said of itself."""

    at: datetime
    by: str
    reason: str
    source: str
    changes: list[Change] = field(default_factory=list)


def past_of(row: Model) -> list:
    """Return the states kept of a row and of all that belongs to it, as a queryset per model."""
    own = type(row).pgh_event_model.objects.filter(pgh_obj_id=row.pk)
    if isinstance(row, Vendor):
        sites = Site.pgh_event_model.objects.filter(vendor_id=row.pk).values("pgh_obj_id")
        at_vendor = [m.pgh_event_model.objects.filter(vendor_id=row.pk) for m in AT_VENDOR]
        at_sites = [m.pgh_event_model.objects.filter(site_id__in=sites) for m in AT_SITE]
        return [own, *at_vendor, *at_sites]
    if isinstance(row, Site):
        return [own, *(m.pgh_event_model.objects.filter(site_id=row.pk) for m in AT_SITE)]
    return [own]


def times(past: list) -> list[datetime]:
    """Return when anything changed, newest first: a time per transaction."""
    found = {at for states in past for at in states.values_list("pgh_created_at", flat=True)}
    return sorted(found, reverse=True)


def moments(past: list, at: list[datetime]) -> list[Moment]:
    """Return what changed at these times, newest first, in three queries per model and few for names."""
    found: dict[tuple, Moment] = {}
    steps = [step for states in past for step in _steps(states, at)]
    names = _names(steps)
    for before, state in steps:
        told = state.pgh_context or {}
        key = (state.pgh_created_at, *(told.get(word, "") for word in ("by", "reason", "source")))
        moment = found.setdefault(key, _moment(state.pgh_created_at, told))
        if change := _change(before, state, names):
            moment.changes.append(change)
    return sorted(
        (moment for moment in found.values() if moment.changes),
        key=lambda moment: moment.at,
        reverse=True,
    )


def _moment(at: datetime, told: dict) -> Moment:
    source = ", ".join(filter(None, [told.get("source", ""), told.get("file", "")]))
    return Moment(at, told.get("by", "") or "not said", told.get("reason", ""), source)


def _steps(states, at: list[datetime]) -> list[tuple]:
    """Return each state of these times with the one before it, or None."""
    chosen = list(states.filter(pgh_created_at__in=at).order_by("pgh_id"))
    if not chosen:
        return []
    rows = {state.pgh_obj_id for state in chosen}
    before: dict[int, list] = defaultdict(list)
    for state in type(chosen[0]).objects.filter(pgh_obj_id__in=rows).order_by("pgh_id"):
        before[state.pgh_obj_id].append(state)
    previous = {
        state.pgh_id: earlier
        for line in before.values()
        for earlier, state in zip([None, *line], line, strict=False)
    }
    return [(previous[state.pgh_id], state) for state in chosen]


def _change(before, state, names: dict) -> Change | None:
    is_gone = state.pgh_label == "delete"
    fields = []
    for one in state._meta.fields:
        if one.name in UNSAID or one.name.startswith("pgh_"):
            continue
        old = _words(before, one, names) if before else NOTHING
        new = NOTHING if is_gone else _words(state, one, names)
        if old != new:
            fields.append((str(one.verbose_name), old, new))
    if not fields and state.pgh_label == "update":
        return None  # only how the row is kept has changed
    model = state.pgh_tracked_model
    return Change(KINDS[state.pgh_label], model._meta.verbose_name, _label(state, names), fields)


def _label(state, names: dict) -> str:
    """Name a row as it was, without asking the database for what it belongs to."""
    parts = {
        "vendor": ("name",),
        "site": ("name",),
        "capability line": ("capability", "site"),
        "certificate": ("scheme", "number"),
        "regulatory action": ("kind", "record_id"),
        "group confirmation": ("group",),
        "trial record": ("nct_id", "registered_name"),
    }[state.pgh_tracked_model._meta.verbose_name]
    words = [_words(state, state._meta.get_field(part), names) for part in parts]
    return " ".join(word for word in words if word != NOTHING)


def _words(state, one, names: dict) -> str:
    """Return a value as a person reads it."""
    value = getattr(state, one.attname)
    if value in (None, "", []):
        return NOTHING
    if isinstance(one, ForeignKey):
        return names.get((one.related_model, value), f"no. {value}")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return date_format(value, "j M Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j M Y")
    return str(dict(one.flatchoices).get(value, value))


def _names(steps: list[tuple]) -> dict[tuple, str]:
    """Return the names of the rows that states point to, a query per model."""
    wanted = defaultdict(set)
    for state in (state for pair in steps for state in pair if state):
        for one in state._meta.fields:
            if (
                isinstance(one, ForeignKey)
                and one.name not in UNSAID
                and getattr(state, one.attname)
            ):
                wanted[one.related_model].add(getattr(state, one.attname))
    return {
        (model, pk): str(row)
        for model, pks in wanted.items()
        for pk, row in model._base_manager.in_bulk(pks).items()
    }

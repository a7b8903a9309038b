"""Saved searches: keep a question, share it, and tell its owner what has changed in the answer."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone

from accounts.choices import OrganisationKind
from accounts.models import Membership
from audit import acting
from audit import services as audit
from vendors import directory, emails, index
from vendors.choices import Cadence
from vendors.filters import Reader, VendorFilter
from vendors.models import Change, SavedSearch, Vendor

NAMED = 20  # vendors per list of an alert; the rest are counted
KEPT = timedelta(days=8)  # longer than the slowest alert, and than an index may be asleep
LONGEST = SavedSearch._meta.get_field("query").max_length
NAME_LENGTH = SavedSearch._meta.get_field("name").max_length


class SearchError(Exception):
    """Say in a sentence why a search cannot be saved."""


@transaction.atomic
def save(*, filterset: VendorFilter, by, now) -> tuple[SavedSearch, bool]:
    """
    Keep a question under the sentence that describes it, with a daily alert.

    :return: the search, and whether it is new: who saves the same twice has it once
    :raises SearchError: if the question is longer than can be kept
    """
    query = filterset.question()
    if len(query) > LONGEST:
        raise SearchError("This search has too many filters to be saved. Take some away first.")
    said = directory.sentence(filterset) or "are listed"
    name = f"Vendors that {said}"
    search, is_new = SavedSearch.objects.get_or_create(
        organisation=by.organisation,
        owner=by,
        query=query,
        defaults={
            "name": name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 1] + "…",
            "seen": filterset.vendor_ids().tolist(),
            **_log_read(),
            "seen_at": now,
            "created_at": now,
        },
    )
    if is_new:
        _record("saved", search, by=by, now=now)
    return search, is_new


@transaction.atomic
def change(*, search: SavedSearch, data: dict, by, now) -> None:
    """
    Rename a search, share it, or set its alert.

    :raises PermissionDenied: unless it is one's own
    """
    _require_owner(search, by)
    for name, value in data.items():
        setattr(search, name, value)
    search.save(update_fields=list(data))
    _record("changed", search, by=by, now=now)


@transaction.atomic
def remove(*, search: SavedSearch, by, now) -> None:
    """
    Forget a search and its alert.

    :raises PermissionDenied: unless it is one's own
    """
    _require_owner(search, by)
    _record("removed", search, by=by, now=now)
    search.delete()


def _require_owner(search, by) -> None:
    if search.owner_id != by.pk:
        raise PermissionDenied(f"Only {search.owner} can change this search. Save your own of it.")


def _record(what: str, search, *, by, now, label="") -> None:
    audit.record(
        verb=f"saved-search.{what}",
        target=search,
        summary=f"{search.name}",
        by=by,
        label=label,
        now=now,
    )


# Telling what has changed


@dataclass(frozen=True)
class News:
    """What an owner has not heard of yet, as ids; those that are gone are only counted."""

    new: list[int]
    changed: list[int]
    gone: int
    found: list[int]

    def __bool__(self):
        return bool(self.new or self.changed or self.gone)


def news(search: SavedSearch, *, today) -> News | None:
    """
    Compare what a search finds with what it found last, by the rights its owner has now.

    :return: None if one of its filters is no more: it would find too much
    """
    filterset = VendorFilter(QueryDict(search.query), reader=reader_of(search), today=today)
    if filterset.errors:
        return None
    found, seen = filterset.vendor_ids(), np.array(search.seen, np.int64)
    changed = list(
        Change.objects.filter(transaction__gte=search.seen_transaction, vendor_id__isnull=False)
        .exclude(pk__in=search.seen_changes)
        .values_list("vendor_id", flat=True)
        .order_by()
        .distinct()
    )
    was_seen = np.isin(found, seen)
    return News(
        new=found[~was_seen].tolist(),
        changed=found[was_seen & np.isin(found, np.array(changed, np.int64))].tolist(),
        gone=len(seen) - int(was_seen.sum()),
        found=found.tolist(),
    )


def reader_of(search: SavedSearch) -> Reader:
    organisation = search.organisation
    return Reader(organisation.pk, organisation.kind == OrganisationKind.SPONSOR)


def send_due(*, now) -> int:
    """
    Look at every search that is due and tell its owner what has changed.

    :return: how many alerts were written into the outbox
    """
    with acting.as_system():
        index.current()  # before the searches are locked: who writes keeps what was read to himself
        due = list(SavedSearch.objects.due(now=now).values_list("pk", "organisation_id"))
    return sum(_send(pk, organisation_id, now=now) for pk, organisation_id in due)


def _send(pk: int, organisation_id: int, *, now) -> bool:
    """Write one alert in a transaction of its own; a second worker passes a search by."""
    with acting.as_organisation(organisation_id):
        due = SavedSearch.objects.due(now=now).select_related("organisation", "owner")
        search = due.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
        if not search:
            return False
        if not _may_read(search):
            search.cadence = Cadence.OFF
            search.save(update_fields=["cadence"])
            _record("paused", search, by=None, now=now)
            return False
        log = _log_read()  # before the news: what comes between is told twice rather than never
        found = news(search, today=timezone.localdate(now))
        search.seen_at = now
        if found is not None:
            search.seen = found.found
            search.seen_transaction, search.seen_changes = log.values()
        search.save(update_fields=["seen", *log, "seen_at"])
        if not found:
            return False
        emails.search_alert(search=search, now=now, **_told(search, found))
        return True


def _may_read(search) -> bool:
    """Say whether the owner still belongs to the organisation; who left hears nothing."""
    own = Membership.objects.filter(user=search.owner, organisation=search.organisation)
    return search.owner.is_active and own.exists()


def _told(search, found: News) -> dict:
    """Return what the mail says; the vendors are read once more by the rights of the reader."""
    seen = Vendor.objects.seen_by(search.organisation_id)
    return {
        "new": list(seen.in_order(found.new[:NAMED])),
        "new_count": len(found.new),
        "changed": list(seen.in_order(found.changed[:NAMED])),
        "changed_count": len(found.changed),
        "gone_count": found.gone,
    }


def _log_read() -> dict:
    """Return how far the log of changes is read now, as fields of a search."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        oldest = cursor.fetchone()[0]
    log = Change.objects.filter(transaction__gte=oldest).values_list("pk", flat=True)
    return {"seen_transaction": oldest, "seen_changes": list(log)}


def forget_changes(*, now) -> int:
    """Delete what nobody reads any more from the log of changes."""
    return Change.objects.filter(at__lt=now - KEPT).delete()[0]

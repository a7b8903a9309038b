"""
Make two entries of one company one, and two again.

A merge only changes columns of rows; it deletes none and adds none. It writes down each row it
changes, as it was and as it is then, so that undoing is the same list read backwards. What cannot
be in one vendor twice (a second relationship of one sponsor, say) stays with the loser, out of sight
but not lost.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import transaction
from django.db.models import Case, Value, When

from audit import acting
from audit import services as audit
from vendors.choices import Standing, VendorKind
from vendors.models import (
    GroupConfirmation,
    Merge,
    ProfileQuestion,
    Proposal,
    Relationship,
    Site,
    TrialRecord,
    Vendor,
    VendorContact,
)
from vendors.services import VendorError

# What becomes of each row that names the loser; a test holds this against the models there are.
MOVE = {
    *("vendors.Site", "vendors.GroupConfirmation", "vendors.TrialRecord", "vendors.Proposal"),
    *("vendors.VendorContact", "vendors.Relationship", "vendors.ProfileQuestion"),
    "programs.ShortlistEntry",
}
STAY = {
    "vendors.Vendor": "what was merged into the loser before is found through it",
    "vendors.Merge": "a record of what was done",
    "vendors.Claim": "was made of this entry; its person claims the other one",
    "vendors.NotDuplicate": "was said of this very entry",
    "programs.Waiver": "was given for what was known of this entry; a person decides again",
    "rfps.Invitation": "names whom the request was sent to",
}
FILLED = (
    *("legal_name", "tagline", "description", "country", "city", "size", "ownership", "founded"),
    *("website", "lei", "duns"),
)
# Of two standings of one sponsor the more cautious goes with the survivor.
CAUTION = ["", Standing.PREFERRED, Standing.APPROVED, Standing.CONDITIONAL, Standing.DISQUALIFIED]


@transaction.atomic
def merge(*, loser, survivor, reason: str, by, now) -> Merge:
    """
    Give a vendor's rows to another and point the one to the other.

    Of an entry that is private to a sponsor only what is the sponsor's own goes over (standing,
    contacts, shortlists): its facts were never shown to anybody else.

    :raises VendorError: when one of them was merged already, or the two cannot be one
    """
    locked = {
        vendor.pk: vendor
        for vendor in Vendor.objects.select_for_update(of=["self"])
        .filter(pk__in=[loser.pk, survivor.pk])
        .order_by("pk")
    }
    loser, survivor = locked[loser.pk], locked[survivor.pk]
    _check(loser, survivor)
    with acting.as_system(), acting.noting(by=str(by), reason=f"merge: {reason}".strip(": ")):
        moves = _Moves()
        for rows, changes in _changes(loser, survivor):
            moves.write(rows, changes)
        record = Merge.objects.create(
            loser=loser,
            survivor=survivor,
            reason=reason,
            moved=moves.made,
            merged_by=by,
            merged_at=now,
        )
        _tell_sponsors(record, now=now)
    audit.record(
        verb="vendor.merged",
        target=survivor,
        summary=f"{loser} merged into {survivor}",
        by=by,
        now=now,
        loser=loser.pk,
        reason=reason,
        rows=len(record.moved),
    )
    return record


@transaction.atomic
def undo(*, merge, by, now) -> Merge:
    """
    Put every row back as it was.

    :raises VendorError: when it is undone already, or a row has changed since: nothing is put back
    """
    record = Merge.objects.select_for_update(of=["self"]).get(pk=merge.pk)
    if record.undone_at:
        raise VendorError(f"{record} was undone already.")
    with acting.as_system(), acting.noting(by=str(by), reason="merge undone"):
        for move in reversed(record.moved):
            _put_back(move)
    record.undone_by, record.undone_at = by, now
    record.save(update_fields=["undone_by", "undone_at"])
    audit.record(
        verb="vendor.unmerged",
        target=record.survivor,
        summary=f"{record.loser} and {record.survivor} are two again",
        by=by,
        now=now,
    )
    return record


def _tell_sponsors(record: Merge, *, now) -> None:
    """Write into each sponsor's own log that its standing has gone over; no other log says so."""
    pks = [
        pk for move in record.moved if move["model"] == "vendors.Relationship" for pk in move["pks"]
    ]
    for relationship in Relationship.objects.filter(pk__in=pks, vendor=record.survivor):
        audit.record(
            verb="relationship.moved",
            target=relationship,
            summary=f"{record.loser} was merged into {record.survivor}: your standing goes with it",
            now=now,
        )


def _check(loser: Vendor, survivor: Vendor) -> None:
    if loser.pk == survivor.pk:
        raise VendorError("A vendor cannot be merged into itself.")
    for vendor in (loser, survivor):
        if vendor.merged_into_id:
            raise VendorError(f"{vendor} was merged already.")
    if survivor.private_to_id and survivor.private_to_id != loser.private_to_id:
        raise VendorError(
            f"{survivor} is private to a sponsor: merge the other way round, into what all may see."
        )
    if loser.organisation_id and survivor.organisation_id:
        raise VendorError("Both vendors have an account of their own: close one of them first.")


def _changes(loser: Vendor, survivor: Vendor) -> Iterator[tuple]:
    """Yield rows with their new values by column, in an order that breaks no promise."""
    is_secret = bool(loser.private_to_id) and not survivor.private_to_id
    organisation = loser.organisation_id
    yield [loser], {"merged_into_id": [survivor.pk], "organisation_id": [None]}
    gained = _gained(loser, survivor, organisation, is_secret=is_secret)
    yield [survivor], {name: [value] for name, value in gained.items()}
    if not is_secret:
        yield from _facts(loser, survivor)
        yield from _questions(loser, survivor)
    yield from _contacts(loser, survivor)
    yield from _relationships(loser, survivor)
    yield from _entries(loser, survivor)


def _gained(loser, survivor, organisation, *, is_secret: bool) -> dict:
    """Return what the survivor gains: the account, and where nothing is private, what it lacked."""
    changes = {"organisation_id": organisation} if organisation else {}
    if is_secret:
        return changes
    for name in FILLED:
        if not getattr(survivor, name) and getattr(loser, name):
            changes[name] = getattr(loser, name)
    if loser.kind != survivor.kind:
        changes["kind"] = VendorKind.BOTH.value
    also = [name for name in [loser.name, *loser.trading_names] if name != survivor.name]
    if new := [name for name in dict.fromkeys(also) if name not in survivor.trading_names]:
        changes["trading_names"] = [*survivor.trading_names, *new]
    return changes


def _facts(loser, survivor) -> Iterator[tuple]:
    """Sites take their lines, certificates and records along; each vendor confirms a group once."""
    for site in Site.objects.filter(vendor=loser).order_by("pk"):
        yield [site], {"vendor_id": [survivor.pk]}
    for proposal in Proposal.objects.filter(vendor=loser).exclude(site=None).order_by("pk"):
        yield [proposal], {"vendor_id": [survivor.pk]}
    held = set(survivor.confirmations.values_list("group", flat=True))
    for one in GroupConfirmation.objects.filter(vendor=loser).exclude(group__in=held):
        yield [one], {"vendor_id": [survivor.pk]}
    for trial in TrialRecord.objects.filter(vendor=loser).order_by("pk"):
        yield [trial], {"vendor_id": [survivor.pk]}


def _questions(loser, survivor) -> Iterator[tuple]:
    """Move what waits for an answer; who asked the loser what the survivor is asked joins them there."""

    def said(one) -> tuple:
        return one.capability_id, one.phase, one.modality

    held = {said(one): one for one in survivor.questions.filter(answered_on=None)}
    for one in ProfileQuestion.objects.filter(vendor=loser, answered_on=None).order_by("pk"):
        if other := held.get(said(one)):
            yield from _joined(one, other)
        else:
            yield [one], {"vendor_id": [survivor.pk]}


def _joined(question, other) -> Iterator[tuple]:
    """Let its askers, and the proposals that would answer it, wait at another question."""
    waiting = other.askers.values("user")
    for asker in question.askers.exclude(user__in=waiting).order_by("pk"):
        yield [asker], {"question_id": [other.pk]}
    for proposal in question.answers.filter(decided_at=None).order_by("pk"):
        yield [proposal], {"question_id": [other.pk]}


def _contacts(loser, survivor) -> Iterator[tuple]:
    held = set(survivor.contacts.values_list("email", flat=True))
    has_primary = survivor.contacts.filter(is_primary=True, private_to=None).exists()
    for contact in VendorContact.objects.filter(vendor=loser).exclude(email__in=held):
        changes = {"vendor_id": [survivor.pk]}
        if has_primary and contact.is_primary:
            changes["is_primary"] = [False]
        if loser.private_to_id and not survivor.private_to_id:
            changes["private_to_id"] = [loser.private_to_id]
        yield [contact], changes


def _relationships(loser, survivor) -> Iterator[tuple]:
    """
    Move each sponsor's standing; of two of one sponsor the more cautious goes to the survivor.

    The other stays with the loser, and its sponsor reads it on the profile as before.
    """
    held = {one.organisation_id: one for one in Relationship.objects.filter(vendor=survivor)}
    for one in Relationship.objects.filter(vendor=loser).order_by("pk"):
        other = held.get(one.organisation_id)
        if other is None:
            yield [one], {"vendor_id": [survivor.pk]}
        elif CAUTION.index(one.standing) > CAUTION.index(other.standing):
            yield [one, other], {"vendor_id": [survivor.pk, loser.pk]}


def _entries(loser, survivor) -> Iterator[tuple]:
    """Move the places on shortlists, unless the survivor has one there already."""
    entry = apps.get_model("programs", "ShortlistEntry")
    held = entry.objects.filter(vendor=survivor).values("shortlist")
    for one in entry.objects.filter(vendor=loser).exclude(shortlist__in=held).order_by("pk"):
        yield [one], {"vendor_id": [survivor.pk]}


class _Moves:
    """Write changes of columns, and remember them."""

    def __init__(self):
        self.made: list[dict] = []

    def write(self, rows: list, changes: dict) -> None:
        """Give the rows of a model each its value of every column, and note what they had."""
        model, pks = type(rows[0]), [str(row.pk) for row in rows]
        was = {name: [getattr(row, name) for row in rows] for name in changes}
        now = {name: values for name, values in changes.items() if values != was[name]}
        if now:
            _assign(model, pks, now)
            was = {name: was[name] for name in now}
            self.made.append({"model": model._meta.label, "pks": pks, "was": was, "now": now})


def _assign(model, pks: list[str], columns: dict) -> None:
    """Write columns in one statement, so that two rows may change places under a unique constraint."""
    rows = model._base_manager.filter(pk__in=pks)
    if len(pks) == 1:
        rows.update(**{name: values[0] for name, values in columns.items()})
    else:
        rows.update(**{name: _by_row(pks, values) for name, values in columns.items()})


def _by_row(pks: list[str], values: list) -> Case:
    return Case(*(When(pk=pk, then=Value(value)) for pk, value in zip(pks, values, strict=True)))


def _put_back(move: dict) -> None:
    """
    Undo one move.

    :raises VendorError: when a row is gone or no longer as the merge left it
    """
    model = apps.get_model(move["model"])
    rows = {str(row.pk): row for row in model._base_manager.filter(pk__in=move["pks"])}
    for name, values in move["now"].items():
        for pk, value in zip(move["pks"], values, strict=True):
            if pk not in rows or getattr(rows[pk], name) != value:
                raise VendorError(
                    f"{model._meta.verbose_name.capitalize()} {rows.get(pk, pk)} has changed since "
                    f"the merge ({name.removesuffix('_id')}): put that back first."
                )
    _assign(model, move["pks"], move["was"])

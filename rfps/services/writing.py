"""The writing of a request, saved a page at a time: facts, questionnaire, bid grid, criteria."""

from dataclasses import dataclass, field

from django.db import models, transaction

from audit import services as audit
from rfps.errors import RFPError
from rfps.services import states

STALE = "Somebody has removed a row of this page in the meantime. Reload it and repeat your change."


@dataclass(frozen=True)
class Row:
    """A row as it is wanted: new without ``pk``; ``data`` holds model fields."""

    pk: int | None
    data: dict = field(default_factory=dict)
    is_removed: bool = False


@dataclass
class Changes:
    """What one save did to one kind of rows, by their labels."""

    added: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    is_moved: bool = False

    def words(self, model) -> list[str]:
        one, many = model._meta.verbose_name, model._meta.verbose_name_plural
        return [
            f"{len(found)} {one if len(found) == 1 else many} {verb}"
            for verb in ("added", "edited", "removed")
            if (found := getattr(self, verb))
        ] + [f"{many} reordered"] * self.is_moved


@transaction.atomic
def save(*, rfp, rows: dict[type[models.Model], list[Row]], by, now) -> str:
    """
    Save the rows of a page in the order given; rows it does not name stay, at the end.

    :returns: what has changed, in words; empty when nothing has
    :raises RFPError: once the RFP takes no more changes, or when a row was removed meanwhile
    """
    rfp = states.lock_editable(rfp, now)
    changes = {model: _save(rfp, model, wanted) for model, wanted in rows.items()}
    said = ", ".join(part for model, found in changes.items() for part in found.words(model))
    if said:
        audit.record(
            verb="rfp.written",
            target=rfp,
            summary=f"{rfp.number}: {said}",
            by=by,
            now=now,
            **{
                f"{verb}_{model._meta.model_name}": getattr(found, verb)
                for model, found in changes.items()
                for verb in ("added", "edited", "removed")
                if getattr(found, verb)
            },
        )
    return said


def _save(rfp, model, wanted: list[Row]) -> Changes:
    there = {row.pk: row for row in model.objects.filter(rfp=rfp)}
    if not {row.pk for row in wanted if row.pk} <= there.keys():
        raise RFPError(STALE)
    changes, order = Changes(), []
    for row in wanted:
        if row.is_removed:
            if row.pk:
                gone = there.pop(row.pk)
                changes.removed.append(str(gone))
                gone.delete()
        elif row.pk:
            order.append(_edit(there.pop(row.pk), row.data, changes))
        else:
            order.append(_add(rfp, model, row.data, changes))
    _arrange(model, [*order, *there.values()], changes)
    return changes


def _add(rfp, model, data: dict, changes: Changes):
    # At the end for now; _arrange puts it where it belongs.
    last = model.objects.filter(rfp=rfp).aggregate(last=models.Max("position"))["last"] or 0
    added = model.objects.create(
        organisation_id=rfp.organisation_id, rfp=rfp, position=last + 1, **data
    )
    changes.added.append(str(added))
    return added


def _edit(row, data: dict, changes: Changes):
    edited = [name for name, value in data.items() if getattr(row, name) != value]
    if edited:
        for name in edited:
            setattr(row, name, data[name])
        row.save(update_fields=edited)
        changes.edited.append(str(row))
    return row


def _arrange(model, rows: list, changes: Changes) -> None:
    """Number the rows from one in this order; said to be a move where old rows change places."""
    added = set(changes.added)
    old = [row.position for row in rows if str(row) not in added]
    changes.is_moved = old != sorted(old)
    misplaced = []
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            misplaced.append(row)
    model.objects.bulk_update(misplaced, ["position"])

"""
The way of a spreadsheet: uploaded, its columns chosen, compared, confirmed, imported.

Comparing and importing are work for a worker where a file is long; both are one transaction, and
what is confirmed is what was shown: if the directory has changed since, it is shown anew.
"""

import logging
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from audit import acting
from audit import services as audit
from vendors.choices import IMPORT_TRANSITIONS, ImportState
from vendors.importers.report import UnusableFileError
from vendors.importers.sheet import mapping as columns
from vendors.importers.sheet import run, table, writing
from vendors.importers.sheet.plan import Plan
from vendors.models import ImportFile, ImportRow
from vendors.services import VendorError

AT_ONCE = 300  # rows: a file up to this long is worked on in the request
ABANDONED = timedelta(minutes=15)  # without a word from a worker, another takes over
TELL_EVERY = 250  # rows
BATCH = 2000
SAMPLES = 3
CHANGED_SINCE = (
    "The directory has changed since you looked: this is what would happen now. "
    "Nothing was imported."
)
OUR_FAULT = "It could not be read to the end, through a fault of ours. Nothing was imported."

logger = logging.getLogger(__name__)


@transaction.atomic
def upload(*, name: str, content: bytes, source: str, as_of: date, by, now: datetime) -> ImportFile:
    """
    Take a file in, with the columns as somebody chose them for the last of the same headings.

    :raises UnusableFileError: when the file as a whole cannot be read
    """
    read = table.read(name, content)
    signature = columns.signature(read.header)
    last = ImportFile.objects.filter(signature=signature).exclude(mapping={}).first()
    chosen = last.mapping if last and last.state != ImportState.UPLOADED else None
    return ImportFile.objects.create(
        name=name[:200],
        content=content,
        header=read.header,
        signature=signature,
        samples=[cells for _, cells in read.rows[:SAMPLES]],
        rows=len(read.rows),
        mapping=_fitting(chosen, read.header) if chosen else columns.guess(read.header),
        source=source or run.source_of(name),
        as_of=as_of,
        uploaded_by=by,
        uploaded_at=now,
    )


def _fitting(mapping: dict, header: list[str]) -> dict:
    """Return a mapping in the words of this header: those of the last may differ in case."""
    here = {heading.casefold(): heading for heading in header}
    return {here[h.casefold()]: key for h, key in mapping.items() if h.casefold() in here}


@transaction.atomic
def choose_columns(*, file, mapping: dict, by, now: datetime) -> ImportFile:
    """
    Say which column means what, and have the file compared.

    :raises VendorError: when a column is missing or chosen twice, or the file is past it
    """
    try:
        columns.check(mapping)
    except columns.MappingError as error:
        raise VendorError(str(error)) from error
    file = _move(file, ImportState.CHECKING, mapping=mapping, message="", done=0, claimed_at=None)
    return _start(file, by, now)


@transaction.atomic
def confirm(*, file, digest: str, by, now: datetime) -> ImportFile:
    """
    Have done what was shown; of two people who confirm at once the second is told.

    :param digest: that of the preview the person saw
    :raises VendorError: when it is not waiting for that, or another preview has come meanwhile
    """
    locked = _require(file, ImportState.IMPORTING)
    if locked.digest != digest:
        raise VendorError(f"{locked} was compared anew meanwhile: look again, then confirm.")
    file = _move(locked, ImportState.IMPORTING, confirmed_by=by, done=0, claimed_at=None)
    return _start(file, by, now)


@transaction.atomic
def discard(*, file, by, now: datetime) -> ImportFile:
    """Forget a file that nobody will import."""
    file = _move(file, ImportState.DISCARDED, content=b"", message=f"Discarded by {by}.")
    file.outcomes.all().delete()
    return file


def _start(file: ImportFile, by, now: datetime) -> ImportFile:
    """Work on a short file at once; a long one is left to a worker."""
    if file.rows <= AT_ONCE:
        _claim(file, now)
        work(file, now=now)
    return file


def _require(file, state: ImportState) -> ImportFile:
    locked = ImportFile.objects.select_for_update(of=["self"]).get(pk=file.pk)
    if state not in IMPORT_TRANSITIONS[ImportState(locked.state)]:
        by = f" by {locked.confirmed_by}" if locked.confirmed_by else ""
        words = locked.get_state_display().lower()
        raise VendorError(f"{locked} is past this{by}: {words}.")
    return locked


def _move(file, state: ImportState, **changes) -> ImportFile:
    locked = _require(file, state)
    for name, value in (changes | {"state": state}).items():
        setattr(locked, name, value)
    locked.save(update_fields=["state", *changes])
    return locked


# The work


def run_waiting(*, now: datetime) -> int:
    """Work on every file that waits, one after the other; return how many there were."""
    done = 0
    while file := _next(now):
        with _Progress(file) as progress:
            work(file, now=now, progress=progress)
        done += 1
    return done


@transaction.atomic
def _next(now: datetime) -> ImportFile | None:
    waiting = ImportFile.objects.waiting(before=now - ABANDONED).order_by("uploaded_at")
    file = waiting.select_for_update(of=["self"], skip_locked=True).first()
    return _claim(file, now) if file else None


def _claim(file: ImportFile, now: datetime) -> ImportFile:
    file.claimed_at = now
    file.save(update_fields=["claimed_at"])
    return file


class _TakenOverError(Exception):
    """Another worker has taken the file over: what this one did is rolled back."""


def work(file: ImportFile, *, now: datetime, progress=lambda done: None) -> None:
    """Compare or import a claimed file; whatever goes wrong, the file says so and nothing is written."""
    step = _compare if file.state == ImportState.CHECKING else _import
    try:
        with transaction.atomic(), acting.as_system():
            changes = step(file, now, progress)
            if not _finish(file, changes):
                raise _TakenOverError
    except _TakenOverError:
        logger.warning("import %s was taken over", file.pk)
    except UnusableFileError as error:
        _finish(file, {"state": ImportState.FAILED, "message": str(error)[:300]})
    except Exception:  # the person is told on the page, we in the log
        logger.exception("import %s failed", file.pk)
        _finish(file, {"state": ImportState.FAILED, "message": OUR_FAULT})


def _finish(file: ImportFile, changes: dict) -> bool:
    """Write how it ended, unless another worker has taken over; tell whether it was written."""
    mine = ImportFile.objects.filter(pk=file.pk, state=file.state, claimed_at=file.claimed_at)
    if not mine.update(claimed_at=None, **changes):
        return False
    for name, value in changes.items():
        setattr(file, name, value)
    return True


def _compare(file: ImportFile, now, progress) -> dict:
    plan = _plan(file, progress, is_locked=False)
    return _show(file, plan)


def _import(file: ImportFile, now, progress) -> dict:
    plan = _plan(file, progress, is_locked=True)
    if plan.digest != file.digest:
        return _show(file, plan) | {"message": CHANGED_SINCE, "confirmed_by": None}
    by = file.confirmed_by
    writing.write(plan, source=file.source, as_of=file.as_of, by=by, now=now)
    audit.record(
        verb="import.confirmed",
        target=file,
        summary=f"{file}: {file.rows} rows imported",
        by=by,
        now=now,
        **file.counts,
    )
    return {"state": ImportState.IMPORTED, "imported_at": now, "content": b"", "message": ""}


def _plan(file: ImportFile, progress, *, is_locked: bool) -> Plan:
    read = table.read(file.name, bytes(file.content))
    return run.planned(
        read, file.mapping, source=file.source, is_locked=is_locked, progress=progress
    )


def _show(file: ImportFile, plan: Plan) -> dict:
    """Keep what would happen to each row, for the preview."""
    file.outcomes.all().delete()
    ImportRow.objects.bulk_create(
        (
            ImportRow(
                file=file,
                number=outcome.row,
                fate=outcome.fate,
                about=outcome.about[:420],
                cells=[cell.replace("\0", "") for cell in outcome.cells],
                changes=[asdict(change) for change in outcome.changes],
                problems=outcome.problems,
            )
            for outcome in plan.outcomes
        ),
        batch_size=BATCH,
    )
    counts = dict(plan.report().counts)
    return {"state": ImportState.CHECKED, "counts": counts, "digest": plan.digest, "message": ""}


class _Progress:
    """Say how far a file is, on a connection of its own: the transaction's own words come too late."""

    def __init__(self, file: ImportFile):
        self.file, self.connection = file, connection.copy()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.connection.close()

    def __call__(self, done: int) -> None:
        if done % TELL_EVERY == 0:
            with self.connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE vendors_importfile SET done = %s WHERE id = %s", [done, self.file.pk]
                )

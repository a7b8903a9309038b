"""What every import command does: options, one transaction, progress, counts, exit codes."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from audit import acting
from vendors.importers.report import FATES, Report, UnusableFileError

UNUSABLE = 2
PROGRESS_EVERY = 500
UNMATCHED = 40  # terms named in a table


class ImportCommand(BaseCommand):
    """
    Read one file in one transaction, as the system.

    A subclass adds its arguments and answers ``read(path, now, progress, options) -> Report``.
    """

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, change nothing"
        )
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *, file: Path, dry_run: bool, format: str, **options):
        try:
            with transaction.atomic():
                with acting.as_system(), acting.noting(by="import", file=file.name):
                    report = self.read(file, timezone.now(), self._progress, options)
                transaction.set_rollback(dry_run)
        except UnusableFileError as error:
            raise CommandError(str(error), returncode=UNUSABLE) from error
        self._say(report, dry_run, format)

    def read(self, path: Path, now, progress, options) -> Report:
        raise NotImplementedError

    def _progress(self, done: int) -> None:
        if done and done % PROGRESS_EVERY == 0:
            print(f"{done} records read", file=sys.stderr)  # noqa: T201 - stdout is the report's

    def _say(self, report: Report, dry_run: bool, form: str) -> None:
        if form == "json":
            self.stdout.write(
                json.dumps({"dry_run": dry_run, **report.as_dict()}, ensure_ascii=False)
            )
            return
        for skip in report.skips:
            self.stdout.write(f"row {skip.row}: {skip.field}: {skip.reason}")
        self._say_unmatched(report)
        counts = ", ".join(f"{report.counts[fate]} {fate}" for fate in FATES)
        self.stdout.write(f"{report.records} records: {counts}{' (dry run)' if dry_run else ''}")

    def _say_unmatched(self, report: Report) -> None:
        """Name what had no match here, the most frequent first; JSON holds the whole list."""
        for term, times in report.unknown_terms.most_common(UNMATCHED):
            self.stdout.write(f"without a match, {times}: {term}")
        if (more := len(report.unknown_terms) - UNMATCHED) > 0:
            self.stdout.write(f"without a match: {more} more (--format json names them all)")


class FormatCommand(ImportCommand):
    """Read a file that has one of the ``formats``: by name, what reads it."""

    formats: ClassVar[dict[str, Callable[..., Report]]]

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="FORMAT", choices=sorted(self.formats))
        super().add_arguments(parser)

    def read(self, path, now, progress, options):
        return self.formats[options["source"]](path, now=now, progress=progress)

"""Load the capability taxonomy into the database."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from vendors import taxonomy


class Command(BaseCommand):
    help = "Bring the capabilities in line with vendors/taxonomy.csv, or another file."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, default=taxonomy.FILE)
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *, file, format, **options):
        try:
            counts = taxonomy.sync(now=timezone.now(), path=file).as_dict()
        except taxonomy.TaxonomyError as error:
            message = "\n".join([str(error), *error.problems])
            raise CommandError(message, returncode=2) from error
        if format == "json":
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(", ".join(f"{count} {fate}" for fate, count in counts.items()))

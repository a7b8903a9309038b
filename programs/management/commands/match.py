"""Print the ranking of a program's package."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from audit import acting
from programs import matching
from programs.choices import NeedState
from programs.models import Program, WorkPackage

HEADINGS = ("#", "Vendor", "Worst", "Best", "Covered %", "Met", "Weaker", "Unknown", "Not met")


def unusable(message: str) -> CommandError:
    """What was asked for does not exist: one line, exit code 2."""
    return CommandError(message, returncode=2)


class Command(BaseCommand):
    help = (
        "Rank the directory for one package of a program, as the system. Without --top every vendor "
        "is explained, one by one, which is slow in a large directory."
    )

    def add_arguments(self, parser):
        parser.add_argument("program", metavar="ORGANISATION/CODE")
        parser.add_argument("--package", help="its name or key; default: the program's first")
        parser.add_argument("--top", type=int, help="how many vendors; default: all")
        parser.add_argument("--format", choices=["table", "json"], default="table")

    def handle(self, *args, **options):
        if options["top"] is not None and options["top"] < 1:
            raise unusable("--top needs a number above zero.")
        with acting.as_system():
            package = find_package(options["program"], options["package"])
            ranking = ranked(package, options["top"])
            if options["format"] == "json":
                text = json.dumps(matching.as_json(ranking), indent=2, ensure_ascii=False)
            else:
                text = as_table(ranking)
        self.stdout.write(text)


def ranked(package: WorkPackage, top: int | None):
    """Rank the directory; a few of it from the columns in memory, all of it by the scorer."""
    now = timezone.now()
    return matching.leaders(package, now=now, top=top) if top else matching.rank(package, now=now)


def find_package(path: str, name: str | None) -> WorkPackage:
    """Find a package by its program's ORGANISATION/CODE; raise CommandError with one line."""
    slug, slash, code = path.partition("/")
    if not (slug and slash and code):
        raise unusable(f"{path!r} is not of the form ORGANISATION/CODE.")
    program = Program.objects.filter(organisation__slug=slug, code__iexact=code).first()
    if program is None:
        raise unusable(f"There is no program {code!r} of an organisation {slug!r}.")
    packages = list(program.packages.select_related("program"))
    if not packages:
        raise unusable(f"{program.code} has no package yet: propose its needs first.")
    if name is None:
        return packages[0]
    wanted = [p for p in packages if name.casefold() in (p.name.casefold(), p.key.casefold())]
    if not wanted:
        names = ", ".join(package.name for package in packages)
        raise unusable(f"{program.code} has no package {name!r}. It has: {names}.")
    return wanted[0]


def as_table(ranking) -> str:
    """Return the ranking as text, the vendors that a gate stops after the ranked ones."""
    head = (
        f"{ranking.program.code}, {ranking.name}: {len(ranking.needs)} needs, "
        f"{ranking.listed_count} listed vendors ({ranking.algorithm})"
    )
    funnel = ", ".join(f"{step.count} {step.label}" for step in ranking.funnel)
    rows = [HEADINGS, *(_row(match) for match in ranking.vendors)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADINGS))]
    lines = [
        "  ".join(
            cell.ljust(width) if place == 1 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    stopped = [
        f"{match.vendor.name}: {gate.label}. {gate.why}"
        for match in ranking.stopped
        for gate in match.stopped_by
    ]
    if stopped:
        stopped = ["", "Stopped by a gate (- in the table, scored as if it were waived):", *stopped]
    return "\n".join([head, funnel, *ranking.notices, "", *lines, *stopped])


def _row(match) -> tuple[str, ...]:
    return (
        "-" if match.rank is None else f"{match.rank}{'=' if match.is_tied else ''}",
        match.vendor.name,
        f"{match.score:.2f}",
        f"{match.best_case:.2f}",
        f"{match.coverage_pct:.0f}",
        *(str(match.counts[state]) for state in NeedState),
    )

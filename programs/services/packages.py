"""Where needs live: find a home for each, merge and split packages."""

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify

from audit import services as audit
from programs.choices import PACKAGES, GateKind
from programs.errors import ProgramError
from programs.models import Gate, Need, Program, WorkPackage
from vendors.models import Capability

DEFAULT_GATES = {GateKind.GXP: {}, GateKind.WARNING_LETTER: {"years": 3}, GateKind.DISQUALIFIED: {}}


class Homes:
    """
    Find the package of a new need, in one program.

    Needs of one default package that a person has merged or moved elsewhere draw the new ones
    after them: the package that holds most of them is their home.
    """

    def __init__(self, program: Program):
        self.program = program
        self.packages = {package.key: package for package in program.packages.all()}
        by_pk = {package.pk: package for package in self.packages.values()}
        default = dict(Capability.objects.values_list("code", "package"))
        held: dict[str, Counter] = {}
        for capabilities, package in program.needs.values_list("capabilities", "package"):
            held.setdefault(default.get(capabilities[0], ""), Counter())[package] += 1
        self.homes = {key: by_pk[count.most_common(1)[0][0]] for key, count in held.items()}

    def find(self, key: str) -> WorkPackage | None:
        return self.homes.get(key) or self.packages.get(key)

    def of(self, key: str) -> WorkPackage:
        """Return the home of a default package's needs, made with its gates where missing."""
        if not self.find(key):
            self.packages[key] = create(self.program, key=key, name=PACKAGES[key])
        return self.find(key)


def create(program: Program, *, key: str, name: str, position: int | None = None) -> WorkPackage:
    """Create a package with the gates that most sponsors want."""
    order = list(PACKAGES)
    package = WorkPackage.objects.create(
        organisation_id=program.organisation_id,
        program=program,
        key=key,
        name=name,
        position=order.index(key) if position is None else position,
    )
    Gate.objects.bulk_create(
        Gate(
            organisation_id=program.organisation_id,
            package=package,
            kind=kind,
            parameters=parameters,
        )
        for kind, parameters in DEFAULT_GATES.items()
    )
    return package


def drop_empty(program: Program) -> None:
    """Delete the packages that hold no need and that nobody has shortlisted for."""
    program.packages.filter(needs__isnull=True, shortlist__isnull=True).delete()


@transaction.atomic
def rename(*, package: WorkPackage, name: str, by, now) -> WorkPackage:
    package.name = _name(name)
    package.save(update_fields=["name"])
    _record("package.renamed", package, f"Package renamed to {package.name}", by, now)
    return package


@transaction.atomic
def merge(*, packages: Iterable[WorkPackage], name: str, by, now) -> WorkPackage:
    """
    Put the needs of several packages of one program into one.

    The package with the shortlist, or else the first, takes the name and keeps its gates; a
    shortlist's snapshots belong to its package, so no more than one of them may have entries.

    :raises ProgramError: for fewer than two packages, several programs, or two shortlists
    """
    together = list(
        WorkPackage.objects.select_for_update(of=["self"])
        .filter(pk__in=[package.pk for package in packages])
        .order_by("position", "name")
    )
    if len(together) < 2 or len({package.program_id for package in together}) > 1:
        raise ProgramError("Choose two or more packages of one program.")
    shortlisted = [package for package in together if is_shortlisted(package)]
    if len(shortlisted) > 1:
        names = " and ".join(package.name for package in shortlisted)
        raise ProgramError(f"{names} each have a shortlist. Empty all but one of them first.")
    kept = (shortlisted or together)[0]
    rest = [package for package in together if package != kept]
    Need.objects.filter(package__in=rest).update(package=kept)
    kept.name = _name(name)
    kept.position = together[0].position
    kept.save(update_fields=["name", "position"])
    WorkPackage.objects.filter(pk__in=[package.pk for package in rest]).delete()
    _record(
        "package.merged",
        kept,
        f"{', '.join(package.name for package in rest)} merged into {kept.name}",
        by,
        now,
    )
    return kept


@transaction.atomic
def split(*, package: WorkPackage, needs: Iterable[Need], name: str, by, now) -> WorkPackage:
    """
    Move some needs of a package into a new one, which inherits the gates.

    :raises ProgramError: when nothing or everything would move
    """
    moving = set(
        package.needs.filter(pk__in=[need.pk for need in needs]).values_list("pk", flat=True)
    )
    if not moving:
        raise ProgramError("Tick the needs that should move.")
    if len(moving) == package.needs.count():
        raise ProgramError("Leave at least one need behind, or rename the package instead.")
    name = _name(name)
    new = create(
        package.program,
        key=free_key(package.program, name),
        name=name,
        position=package.position,
    )
    new.gates.all().delete()
    Gate.objects.bulk_create(
        Gate(
            organisation_id=new.organisation_id,
            package=new,
            kind=gate.kind,
            parameters=gate.parameters,
        )
        for gate in package.gates.all()
    )
    Need.objects.filter(pk__in=moving).update(package=new)
    _record(
        "package.split",
        package,
        f"{len(moving)} needs of {package.name} moved to {new.name}",
        by,
        now,
        new=new.pk,
    )
    return new


def is_shortlisted(package: WorkPackage) -> bool:
    return hasattr(package, "shortlist") and package.shortlist.entries.exists()


def free_key(program: Program, name: str) -> str:
    """Return a key of the name that neither the program nor the taxonomy uses yet."""
    taken = {*program.packages.values_list("key", flat=True), *PACKAGES}
    base = slugify(name)[:34] or "package"
    candidates = (base if n == 1 else f"{base}-{n}" for n in range(1, len(taken) + 2))
    return next(key for key in candidates if key not in taken)


def _name(name: str) -> str:
    if not name.strip():
        raise ProgramError("Give the package a name.")
    return name.strip()[:120]


def _record(verb: str, package: WorkPackage, summary: str, by, now, **data) -> None:
    audit.record(verb=verb, target=package, summary=summary, by=by, now=now, **data)

"""Draw a partner plan: read who meets what, take the user's options, search, and write it down."""

from dataclasses import replace
from datetime import datetime

from programs.errors import ProgramError
from programs.models import Program
from programs.plans import planner, records
from programs.plans.coverage import Coverage, coverage
from programs.plans.types import Rules
from programs.plans.wish import Wish
from vendors.models import Vendor

NAMED = 5  # vendors that a sentence names before it says "and more"


def draw(program: Program, wish: Wish, *, now: datetime) -> dict:
    """
    Return the record of the best plan, and of the best with one partner more.

    :raises ProgramError: when the options name an unknown vendor or contradict each other
    """
    ground = coverage(program, wish, now=now)
    wish = resolved(ground, wish)
    by_slug = {vendor.slug: pk for pk, vendor in ground.vendors.items()}
    included = frozenset(by_slug[slug] for slug in wish.include)
    excluded = {by_slug[slug] for slug in wish.exclude if slug in by_slug}
    if both := included & excluded:
        names = _names(ground.vendors[pk].name for pk in both)
        raise ProgramError(f"{names} cannot be included and left out at once.")
    left = tuple(one for one in ground.candidates if one.vendor not in excluded)
    ground = replace(ground, candidates=left)
    try:
        outcome = planner.plan(
            list(ground.tasks), list(left), Rules(cap=wish.cap, include=included)
        )
    except planner.ContradictionError as error:
        raise ProgramError(str(error)) from error
    return records.record(ground, wish, outcome)


def resolved(ground: Coverage, wish: Wish) -> Wish:
    """Return the options with the vendors that were written by name, and check those that must be in."""
    include, exclude = list(wish.include), list(wish.exclude)
    if wish.include_name:
        include.append(_find(ground, wish.include_name))
    if wish.exclude_name:
        exclude.append(_find(ground, wish.exclude_name))
    able = {vendor.slug for vendor in ground.vendors.values()}
    if missing := [slug for slug in include if slug not in able]:
        raise ProgramError(
            f"{_names(_called(slug) for slug in missing)} cannot be included: it meets none of "
            "these needs today, or a gate stops it, or it is no longer listed."
        )
    return replace(
        wish,
        include=tuple(dict.fromkeys(include)),
        exclude=tuple(dict.fromkeys(exclude)),
        include_name="",
        exclude_name="",
    )


def _find(ground: Coverage, name: str) -> str:
    """Return the slug of the one vendor of that name, or whose name holds it."""
    wanted = " ".join(name.split()).casefold()
    known = sorted(ground.vendors.values(), key=lambda vendor: vendor.name.casefold())
    exact = [vendor for vendor in known if vendor.name.casefold() == wanted]
    found = exact or [vendor for vendor in known if wanted in vendor.name.casefold()]
    if not found:
        raise ProgramError(f"No vendor that meets one of these needs is called “{name}”.")
    if len(found) > 1:
        names = _names(vendor.name for vendor in found)
        raise ProgramError(f"“{name}” may be {names}. Write the whole name.")
    return found[0].slug


def _called(slug: str) -> str:
    vendor = Vendor.objects.listed().filter(slug=slug).only("name").first()
    return vendor.name if vendor else f"“{slug}”"


def _names(names) -> str:
    known = list(names)
    more = len(known) - NAMED
    shown = known[:NAMED] + ([f"{more} more"] if more > 0 else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"

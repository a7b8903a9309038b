"""Draw a partner plan: read who meets what, take the user's options, search, and write it down."""

from dataclasses import replace
from datetime import datetime

from django.db.models.functions import Lower

from programs.errors import ProgramError
from programs.matching import store
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
    wish = named(ground, wish)
    by_slug = _chosen(ground, wish) if wish.include or wish.exclude else {}
    included = frozenset(by_slug[slug].pk for slug in wish.include)
    excluded = {by_slug[slug].pk for slug in wish.exclude if slug in by_slug}
    ground = replace(ground, candidates=ground.candidates.without(excluded))
    try:
        outcome = planner.plan(
            list(ground.tasks), ground.candidates, Rules(cap=wish.cap, include=included)
        )
    except planner.ContradictionError as error:
        raise ProgramError(str(error)) from error
    names = {slug: vendor.name for slug, vendor in by_slug.items()}
    return records.record(ground, wish, outcome, names)


def _chosen(ground: Coverage, wish: Wish) -> dict[str, Vendor]:
    """
    Return the vendors that the options name.

    :raises ProgramError: when one to include meets nothing, or is left out as well
    """
    # Of the candidates alone: what another organisation added for itself has no name here.
    chosen = store.candidates(ground.program).filter(slug__in=[*wish.include, *wish.exclude])
    by_slug = {vendor.slug: vendor for vendor in chosen.only("slug", "name").order_by("name")}
    able = set(ground.candidates.vendors) if wish.include else set()
    for slug in wish.include:
        if slug not in by_slug or by_slug[slug].pk not in able:
            called = by_slug[slug].name if slug in by_slug else f"“{slug}”"
            raise ProgramError(
                f"{called} cannot be included: it meets none of these needs today, or a gate stops "
                "it, or it is no longer listed."
            )
    if both := [
        vendor.name
        for slug, vendor in by_slug.items()
        if slug in wish.include and slug in wish.exclude
    ]:
        raise ProgramError(f"{_names(both)} cannot be included and left out at once.")
    return by_slug


def named(ground: Coverage, wish: Wish) -> Wish:
    """Return the options with the vendors that were written by name among the rest."""
    include, exclude = list(wish.include), list(wish.exclude)
    if wish.include_name:
        include.append(_find(ground, wish.include_name))
    if wish.exclude_name:
        exclude.append(_find(ground, wish.exclude_name))
    return replace(
        wish,
        include=tuple(dict.fromkeys(include)),
        exclude=tuple(dict.fromkeys(exclude)),
        include_name="",
        exclude_name="",
    )


def _find(ground: Coverage, name: str) -> str:
    """Return the slug of the one vendor of that name, or whose name holds it."""
    wanted = " ".join(name.split())
    able = Vendor.objects.filter(pk__in=ground.candidates.vendors)
    known = able.order_by(Lower("name")).values_list("slug", "name")
    found = list(known.filter(name__iexact=wanted)) or list(known.filter(name__icontains=wanted))
    if not found:
        raise ProgramError(f"No vendor that meets one of these needs is called “{name}”.")
    if len(found) > 1:
        names = _names(called for _, called in found)
        raise ProgramError(f"“{name}” may be {names}. Write the whole name.")
    return found[0][0]


def _names(names) -> str:
    known = list(names)
    more = len(known) - NAMED
    shown = known[:NAMED] + ([f"{more} more"] if more > 0 else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"

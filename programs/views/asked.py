"""What a form or an address names: by its id, or in the query string of the matching page."""

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db.models import Case, QuerySet, When
from django.forms import ModelChoiceField
from django.http import Http404, QueryDict

from programs.matching import trying
from programs.matching.trying import Trial
from programs.models import Need, Program, WeightSet, WorkPackage
from vendors.models import Vendor

CARRIED = re.compile(r"with|weighing|set|[wr]-\d+")


def vendor(user, pk: str) -> Vendor:
    """Return a vendor that the user may see; an unknown id, or what is no number, is a 404."""
    try:
        return ModelChoiceField(Vendor.objects.for_user(user)).clean(pk)
    except ValidationError as error:
        raise Http404 from error


def scope(query: QueryDict, package: WorkPackage) -> list[WorkPackage]:
    """Return the package, and those of its program that ``?with=`` adds by key or by ``all``."""
    wanted = set(query.getlist("with"))
    if not wanted:
        return [package]
    others = package.program.packages.exclude(pk=package.pk)
    return [package, *(other for other in others if wanted & {other.key, "all"})]


def trial(user, query: Mapping, packages: list[WorkPackage]) -> Trial:
    """Return the weights that the query tries; a weight set by ``?set=``."""
    needs = list(Need.objects.filter(package__in=packages).order_by("pk"))
    kept = None
    if (pk := query.get("set", "")).isdecimal() and len(pk) < 19:
        kept = weight_sets(user, packages[0].program).filter(pk=pk).first()
    return trying.of(query, needs, kept)


def weight_sets(user, program: Program) -> QuerySet[WeightSet]:
    """Return the weights that may be tried in a program: its own first, then its sponsor's others."""
    own = WeightSet.objects.for_user(user).filter(organisation_id=program.organisation_id)
    is_foreign = Case(When(program=program, then=0), default=1)
    return own.select_related("program").order_by(is_foreign, "program__code", "name")


def carried(query: QueryDict) -> QueryDict:
    """Return what a link to the same match has to repeat: its packages and its weights."""
    found = QueryDict(mutable=True)
    for name, values in query.lists():
        if CARRIED.fullmatch(name):
            found.setlist(name, values)
    return found


def only_scope(query: QueryDict) -> QueryDict:
    """Return the packages of a match, without its weights."""
    found = QueryDict(mutable=True)
    found.setlist("with", query.getlist("with"))
    return found

"""CDMO or CRO? The page that explains the difference, with the reader's own program."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.choices import OrganisationKind
from programs import guide
from programs.models import Program
from vendors.choices import Phase


@require_GET
def guide_detail(request):
    """Show who serves which function at which phase; the program comes by ``?program=``."""
    known = guide.leaves()
    programs = _programs(request.user)
    program = _chosen(programs, request.GET.get("program", ""))
    example = guide.example(program, known) if program else None
    context = {
        "areas": guide.areas(
            known,
            vendors=guide.vendors_by_function(),
            needs=example.needs if example else (),
        ),
        "example": example,
        "programs": programs,
        "phases": Phase,
        "leaves_count": len(known),
        "shared_count": sum(bool(leaf.also_branch) for leaf in known.values()),
        "cdmo_count": sum(leaf.branch == "CDMO" for leaf in known.values()),
        "cro_count": sum(leaf.branch == "CRO" for leaf in known.values()),
    }
    return render(request, "programs/guide.html", context)


def _programs(user):
    if not (user.is_authenticated and user.acts_for(OrganisationKind.SPONSOR)):
        return Program.objects.none()
    return Program.objects.for_user(user)


def _chosen(programs, asked: str) -> Program | None:
    """Return the program asked for, or the first one with needs; a stranger's is not there."""
    if not asked:
        return programs.filter(needs__isnull=False).order_by("code").first()
    try:
        pk = UUID(asked)
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(programs, pk=pk)

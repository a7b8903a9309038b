"""One package: its needs, its gates, and how packages are merged and split."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import sponsor_required
from programs import access, kinds, overview, proposing
from programs.errors import ProgramError
from programs.forms import GateForm, MergeForm, NeedForm, PackageNameForm, WaiverForm
from programs.models import Gate, Program, Waiver, WorkPackage
from programs.services import gates, needs, packages
from programs.views import asked

REMOVED = (
    "Somebody has removed {} of these needs since you opened the page; what you entered for them "
    "is not saved."
)
NAME_NEEDED = "Give the package a name of up to 120 characters."


@require_http_methods(["GET", "POST"])
@sponsor_required
def package_detail(request, pk):
    """Show a package; a POST saves the whole table of needs."""
    package = get_object_or_404(WorkPackage.objects.for_user(request.user).for_page(), pk=pk)
    may_edit = access.may_edit(request.user, package.program)
    leaves = proposing.taxonomy()
    proposal = proposing.propose(package.program, leaves)
    rows = overview.need_rows(package.needs.all(), leaves)
    forms = [
        NeedForm(
            request.POST or None,
            instance=row.need,
            leaves=proposing.alternatives(row.need, proposal, leaves),
        )
        for row in rows
    ]
    if request.method == "POST":
        access.require_editor(request.user, package.program)
        if removed := _removed(request.POST, rows):
            messages.warning(request, REMOVED.format(removed))
        if all(form.is_valid() for form in forms):
            changes = [(form.instance, form.changes()) for form in forms if form.has_changed()]
            needs.update_all(changes=changes, by=request.user, now=timezone.now())
            messages.success(request, f"{len(changes)} of {len(forms)} needs changed.")
            return redirect("package-detail", pk=pk)
    known = {leaf.code: leaf for leaf in leaves}
    package_needs = [row.need for row in rows]
    phases = kinds.by_phase(package_needs, known)
    way = overview.axis(package.program)
    context = {
        "package": package,
        "program": package.program,
        "axis": way,
        "groups": overview.by_phase(rows, forms),
        "need_count": len(rows),
        "errors": [form for form in forms if form.errors],
        "serving": kinds.of_package(package_needs, known),
        "phases": phases,
        "strips": overview.kind_strips(way, phases),
        "options": overview.options(package, proposal),
        "gates": package.gates.all(),
        "waivers": Waiver.objects.for_user(request.user)
        .filter(gate__package=package)
        .select_related("gate", "vendor", "waived_by"),
        "may_edit": may_edit,
    }
    return render(request, "programs/package_detail.html", context)


def _removed(sent, rows) -> int:
    """Count the needs of a form that somebody has removed, or moved away, meanwhile."""
    asked_for = {name.split("-")[1] for name in sent if name.startswith("need-")}
    return len(asked_for - {str(row.need.pk) for row in rows})


@require_POST
@sponsor_required
def package_rename(request, pk):
    package = _editable(request, pk)
    form = PackageNameForm(request.POST)
    if form.is_valid():
        name = form.cleaned_data["name"]
        packages.rename(package=package, name=name, by=request.user, now=timezone.now())
        messages.success(request, f"The package is now called {name}.")
    else:
        messages.error(request, NAME_NEEDED)
    return redirect("package-detail", pk=pk)


@require_http_methods(["GET", "POST"])
@sponsor_required
def package_merge(request, pk):
    program = get_object_or_404(Program.objects.for_user(request.user), pk=pk)
    access.require_editor(request.user, program)
    keys = request.GET.getlist("package")
    ticked = [package for package in program.packages.all() if package.key in keys]
    form = MergeForm(request.POST or None, program=program, initial={"packages": ticked})
    if request.method == "POST" and form.is_valid():
        try:
            package = packages.merge(**form.cleaned_data, by=request.user, now=timezone.now())
        except ProgramError as error:
            form.add_error("packages", str(error))
        else:
            messages.success(request, f"{package} now holds {package.needs.count()} needs.")
            return redirect("package-detail", pk=package.pk)
    return render(request, "programs/package_merge.html", {"form": form, "program": program})


@require_POST
@sponsor_required
def package_split(request, pk):
    package = _editable(request, pk)
    ticked = request.POST.getlist("need")
    form = PackageNameForm(request.POST)
    if not form.is_valid():
        messages.error(request, NAME_NEEDED)
        return redirect("package-detail", pk=pk)
    try:
        new = packages.split(
            package=package,
            needs=[need for need in package.needs.all() if str(need.pk) in ticked],
            **form.cleaned_data,
            by=request.user,
            now=timezone.now(),
        )
    except ProgramError as error:
        messages.error(request, str(error))
        return redirect("package-detail", pk=pk)
    messages.success(request, f"{new} is a package of its own now.")
    return redirect("package-detail", pk=new.pk)


@require_http_methods(["GET", "POST"])
@sponsor_required
def package_gates(request, pk):
    package = _editable(request, pk)
    initial = GateForm.initial_of(package.gates.all())
    form = GateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        gates.set_all(package=package, wanted=form.wanted(), by=request.user, now=timezone.now())
        messages.success(request, f"The gates of {package} are saved.")
        return redirect("package-detail", pk=pk)
    return render(request, "programs/package_gates.html", {"form": form, "package": package})


@require_http_methods(["GET", "POST"])
@sponsor_required
def gate_waive(request, pk):
    """Ask for the reason, then waive. The vendor comes by ``?vendor=`` and back in the form."""
    gate = get_object_or_404(Gate.objects.for_user(request.user), pk=pk)
    access.require_editor(request.user, gate.package.program)
    sent = request.POST if request.method == "POST" else request.GET
    vendor = asked.vendor(request.user, sent.get("vendor", ""))
    form = WaiverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        gates.waive(
            gate=gate, vendor=vendor, **form.cleaned_data, by=request.user, now=timezone.now()
        )
        messages.success(request, f"The gate is waived for {vendor}.")
        return redirect("package-match", pk=gate.package_id)
    context = {"form": form, "gate": gate, "vendor": vendor, "package": gate.package}
    return render(request, "programs/gate_waive.html", context)


@require_POST
@sponsor_required
def waiver_withdraw(request, pk):
    waiver = get_object_or_404(Waiver.objects.for_user(request.user), pk=pk)
    package = waiver.gate.package
    access.require_editor(request.user, package.program)
    gates.withdraw(waiver=waiver, by=request.user, now=timezone.now())
    messages.success(request, f"The gate holds again for {waiver.vendor}.")
    return redirect("package-detail", pk=package.pk)


def _editable(request, pk) -> WorkPackage:
    package = get_object_or_404(
        WorkPackage.objects.for_user(request.user).select_related("program"), pk=pk
    )
    access.require_editor(request.user, package.program)
    return package

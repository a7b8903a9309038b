"""After the award: who does what, and the whole file, as pages and downloads."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.access import sponsor_required
from programs.selection.document import Document, Section, Table
from programs.views import files
from rfps import dossier
from rfps.deciding.obligations import Duty, Ground
from rfps.errors import RFPError
from rfps.services import sourcing
from rfps.views.decision import get_for_reader


@dataclass(frozen=True)
class Matrix:
    """Who does what: the vendors as columns, the sponsor last; ``kept`` is what nobody was given."""

    vendors: list[str]
    rows: list[Duty]

    @property
    def kept(self) -> list[Duty]:
        return [duty for duty in self.rows if duty.vendor is None]

    @property
    def nowhere(self) -> list[Duty]:
        return [duty for duty in self.rows if duty.ground == Ground.NOWHERE]

    @property
    def of_lots(self) -> list[Duty]:
        return [duty for duty in self.rows if duty.ground != Ground.NOWHERE]


@require_GET
@sponsor_required
def rfp_obligations(request, pk):
    rfp = get_for_reader(request, pk)
    if not rfp.issued_at:
        return redirect("rfp-decision", pk)
    return render(
        request, "rfps/rfp_obligations.html", {"rfp": rfp, "matrix": _matrix(rfp, request.user)}
    )


@require_GET
@sponsor_required
def rfp_obligations_xlsx(request, pk):
    rfp = get_for_reader(request, pk)
    if not rfp.issued_at:
        return redirect("rfp-decision", pk)
    matrix = _matrix(rfp, request.user)
    rows = [
        [duty.label, duty.phase, duty.lot, duty.vendor or f"{rfp.organisation} (kept)", duty.ground]
        for duty in matrix.rows
    ]
    document = Document(
        title=f"Who does what: {rfp.title}",
        subtitle="What is not transferred in an award stays with the sponsor (ICH E6(R3)).",
        front="Summary",
        facts=[
            ("Request", rfp.number),
            ("Partners", ", ".join(matrix.vendors) or "nobody yet"),
            ("Activities", str(len(matrix.rows))),
            ("Kept by the sponsor", str(len(matrix.kept))),
        ],
        sections=[
            Section(
                "Who does what",
                tables=[
                    Table(
                        "Who does what",
                        ["Activity", "Phase", "Lot or package", "Who", "Why"],
                        rows,
                        [5, 1, 3, 3, 4],
                    )
                ],
            )
        ],
    )
    return files.answer("xlsx", document, f"{rfp.number}-who-does-what")


@require_GET
@sponsor_required
def rfp_file(request, pk, kind):
    """Hand out the whole file as PDF or XLSX, once prices are open."""
    rfp = get_for_reader(request, pk)
    try:
        document = dossier.build(rfp, request.user)
    except RFPError as error:
        messages.error(request, str(error))
        return redirect("rfp-decision", pk)
    return files.answer(kind, document, f"{rfp.number}-file")


def _matrix(rfp, user) -> Matrix:
    rows = sourcing.duties(rfp, user)
    return Matrix(sorted({duty.vendor for duty in rows if duty.vendor}), rows)

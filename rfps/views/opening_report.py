"""The opening report, as a page, as a PDF, and as hashes alone for the invited vendors."""

from dataclasses import dataclass

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import sponsor_required
from audit.download import attachment
from programs.selection import pdf
from programs.selection.document import Document, Section, Table
from rfps import zones
from rfps.choices import Envelope, PriceState
from rfps.models import BidVersion, TechnicalResult
from rfps.services import evaluation, opening_record, openings
from rfps.views.admission import require_reader
from rfps.views.link import by_open_link
from rfps.views.opening import get_rfp


@dataclass(frozen=True)
class Opened:
    """A bid in the report: what was in it at the opening, and where its prices are."""

    vendor: str
    version: BidVersion
    is_verified: bool
    prices: str
    flags: list[str]

    @property
    def fingerprints(self) -> list[tuple[str, str]]:
        parts = self.version.head["parts"]
        named = [(envelope.label, parts[envelope]) for envelope in Envelope if envelope in parts]
        return [("Receipt", self.version.sha256), *named]


@require_GET
@sponsor_required
def opening_report(request, pk):
    rfp = get_rfp(request, pk)
    require_reader(request.user, rfp)
    if not rfp.openings.exists():
        return redirect("rfp-opening", rfp.pk)
    return render(request, "rfps/opening_report.html", {"rfp": rfp, **_report(rfp, request.user)})


@require_GET
@sponsor_required
def opening_report_pdf(request, pk):
    rfp, now = get_rfp(request, pk), timezone.now()
    require_reader(request.user, rfp)
    if not rfp.openings.exists():
        return redirect("rfp-opening", rfp.pk)
    document = _document(rfp, _report(rfp, request.user), now)
    name = f"{rfp.number} opening report.pdf"
    return attachment(pdf.render(document, now=now), name, "application/pdf")


@require_GET
@by_open_link
def respond_opening(request, recipient):
    """Show a vendor which receipts were opened when, and the chain it is in: no name, no content."""
    rfp = recipient.invitation.rfp
    bid = getattr(recipient.invitation, "bid", None)
    mine = bid.current.sha256 if bid and bid.current and not bid.withdrawn_at else ""
    context = {
        "token": recipient.token,
        "offer": recipient.version.content,
        "rfp": rfp,
        "invitation": recipient.invitation,
        "openings": list(rfp.openings.all()),
        "record": opening_record.of(rfp),
        "mine": mine,
    }
    return render(request, "rfps/respond_opening.html", context)


def _report(rfp, user) -> dict:
    versions = (
        BidVersion.objects.for_user(user)
        .filter(rfp=rfp)
        .select_related("invitation__vendor", "entered_by")
        .prefetch_related("parts")
        .order_by("invitation__vendor__name", "pk")
    )
    results = {one.bid_id: one for one in TechnicalResult.objects.filter(rfp=rfp)}
    return {
        "openings": list(rfp.openings.select_related("opened_by")),
        "openers": list(rfp.openers.select_related("user")),
        "rules": evaluation.of(rfp),
        "bids": [_opened(version, results.get(version.bid_id)) for version in versions],
        "record": opening_record.of(rfp),
    }


def _opened(version, result) -> Opened:
    parts = {part.envelope: part.content for part in version.parts.all()}
    if Envelope.COMMERCIAL in parts:
        prices = "Open"
    elif result and not result.is_qualified:
        prices = "Sealed for ever: below the minimum"
    else:
        prices = "Sealed"
    return Opened(
        vendor=version.invitation.vendor.name,
        version=version,
        is_verified=openings.verified(version),
        prices=prices,
        flags=empty_envelopes(parts),
    )


def empty_envelopes(parts: dict[str, dict]) -> list[str]:
    """Return a sentence for each opened envelope with nothing in it; such a bid is scored as it is."""
    found = []
    technical, commercial = (parts.get(envelope) for envelope in Envelope)
    if technical and not any(technical[name] for name in ("answers", "files", "team", "timeline")):
        found.append("Nothing is in the technical envelope.")
    if commercial and not any(
        one["state"] in (PriceState.PRICED, PriceState.INCLUDED) for one in commercial["prices"]
    ):
        found.append("No line is priced in the commercial envelope.")
    return found


def _document(rfp, report: dict, now) -> Document:
    zone = rfp.time_zone
    facts = [
        ("Request", f"{rfp.title}, {rfp.number}"),
        ("Deadline", zones.exactly(rfp.deadline_at, zone)),
    ]
    facts += [
        (
            f"{one.get_envelope_display()} envelope",
            f"opened {zones.exactly(one.opened_at, zone)}, the last to agree: {one.opened_by}",
        )
        for one in report["openings"]
    ]
    facts.append(("Opened by", " and ".join(str(one.user) for one in report["openers"])))
    flags = [f"{one.vendor}: {flag}" for one in report["bids"] for flag in one.flags]
    state = "intact" if report["record"].is_intact else "BROKEN: have the installation checked"
    return Document(
        title="Opening report",
        subtitle=f"{rfp.number}, made {zones.exactly(now, zone)}",
        facts=facts,
        sections=[
            Section("Bids", flags, [_bids(report, zone)]),
            Section(
                "Record",
                [
                    f"Links of the audit chain about this opening, checked when this was made: {state}."
                ],
                [_chain(report, zone)],
            ),
        ],
    )


def _bids(report: dict, zone: str) -> Table:
    return Table(
        "Bids",
        ["Vendor", "Version, submitted", "Prices", "Fingerprints (SHA-256)"],
        [
            [
                one.vendor,
                f"{one.version.number}, {zones.exactly(one.version.submitted_at, zone)}",
                one.prices,
                "\n".join(
                    f"{name}\n{digest[:32]}\n{digest[32:]}" for name, digest in one.fingerprints
                )
                + ("" if one.is_verified else "\nDOES NOT MATCH"),
            ]
            for one in report["bids"]
        ],
        [3, 3, 2, 5],
    )


def _chain(report: dict, zone: str) -> Table:
    return Table(
        "Record",
        ["No.", "Time", "What happened", "Hash"],
        [
            [
                link.sequence,
                zones.exactly(link.at, zone),
                link.words,
                f"{link.hash[:32]}\n{link.hash[32:]}",
            ]
            for link in report["record"].links
        ],
        [1, 4, 3, 5],
    )

"""What was asked and answered: versions, invitations, questions, openings with receipts."""

from programs.selection.document import Section, Table
from rfps import zones
from rfps.models import BidVersion, Enquiry
from rfps.services import openings


def sections(rfp, user) -> list[Section]:
    return [
        Section("Versions", tables=[_versions(rfp)]),
        Section("Invitations", tables=[_invitations(rfp)]),
        Section("Questions and answers", tables=[_enquiries(rfp, user), _answers(rfp)]),
        Section("Opening", tables=[_openings(rfp), _receipts(rfp, user)]),
    ]


def _versions(rfp) -> Table:
    rows = [
        [one.number, at(one.issued_at, rfp), str(one.issued_by or ""), one.note, one.sha256]
        for one in rfp.versions.select_related("issued_by")
    ]
    head = ["Version", "Issued", "By", "Note", "SHA-256"]
    return Table("Versions", head, rows, [1, 2, 2, 4, 4])


def _invitations(rfp) -> Table:
    rows = [
        [
            one.vendor.name,
            at(one.sent_at, rfp),
            at(one.viewed_at, rfp),
            at(one.cda_at, rfp),
            one.get_intent_display(),
            one.get_decline_reason_display(),
            at(one.submitted_at, rfp),
            one.revoke_reason,
        ]
        for one in rfp.invitations.select_related("vendor")
    ]
    head = ["Vendor", "Invited", "Read", "CDA", "Intent", "Declined because", "Bid", "Revoked"]
    return Table("Invitations", head, rows, [3, 2, 2, 2, 2, 2, 2, 2])


def _enquiries(rfp, user) -> Table:
    asked = Enquiry.objects.for_user(user).filter(rfp=rfp)
    rows = [
        [
            one.invitation.vendor.name,
            at(one.asked_at, rfp),
            one.text,
            one.answer.number if one.answer else None,
        ]
        for one in asked.select_related("invitation__vendor", "answer")
    ]
    return Table("Questions", ["Asked by", "At", "Question", "Answer"], rows, [2, 2, 6, 1])


def _answers(rfp) -> Table:
    rows = [
        [one.number, at(one.published_at, rfp), one.question, one.text] for one in rfp.answers.all()
    ]
    return Table("Answers", ["No.", "Published", "Question", "Answer"], rows, [1, 2, 4, 5])


def _openings(rfp) -> Table:
    rows = [
        [one.get_envelope_display(), at(one.opened_at, rfp), str(one.opened_by)]
        for one in rfp.openings.select_related("opened_by")
    ]
    return Table("Openings", ["Envelope", "Opened", "By"], rows, [2, 3, 3])


def _receipts(rfp, user) -> Table:
    versions = (
        BidVersion.objects.for_user(user)
        .filter(rfp=rfp)
        .select_related("invitation__vendor")
        .prefetch_related("parts")
        .order_by("invitation__vendor__name")
    )
    rows = [
        [
            one.invitation.vendor.name,
            one.number,
            at(one.submitted_at, rfp),
            ", ".join(str(lot) for lot in one.lots),
            one.sha256,
            "matches" if openings.verified(one) else "DOES NOT MATCH",
        ]
        for one in versions
    ]
    head = ["Vendor", "Version", "Submitted", "Lots", "Receipt (SHA-256)", "Made again"]
    return Table("Bids", head, rows, [3, 1, 2, 1, 5, 2])


def at(moment, rfp) -> str:
    return zones.exactly(moment, rfp.time_zone) if moment else ""

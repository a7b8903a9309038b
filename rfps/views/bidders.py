"""The bids as one evaluator may see them: limited to sections, with or without names."""

from dataclasses import dataclass

from rfps import naming
from rfps.bidding import asked
from rfps.choices import Envelope
from rfps.evaluating import blinding
from rfps.models import BidPart, BidVersion
from rfps.services import scores
from rfps.views import bid_sheet
from vendors.models import VendorContact


@dataclass(frozen=True)
class Bidder:
    """A bid under the name this evaluator knows it by."""

    bid: object
    name: str


def of(rfp, evaluator) -> list[Bidder]:
    """Return the bidders in the order of their letters, which says nothing of who they are."""
    return [
        Bidder(
            bid, blinding.called(place) if evaluator.names_hidden else bid.invitation.vendor.name
        )
        for place, bid in enumerate(scores.bids_of(rfp))
    ]


def tables(bidder: Bidder, evaluator) -> list[bid_sheet.Table]:
    """Return the technical answers of one bid as far as the evaluator reads them; never a price."""
    version = _version(bidder)
    content = limited(version.rfp_version.content, evaluator)
    column = bid_sheet.Column(
        version=version,
        vendor=bidder.name,
        technical=_technical(bidder, version, evaluator, content),
        commercial=None,
    )
    found = bid_sheet.build(content, [column])
    for table in found:
        if table.anchor == "all":
            title, around = table.sections.pop()
            if not evaluator.sections:  # what stands around the answers belongs to no section
                technical = [row for row in around if row.label not in bid_sheet.COMMERCIAL_AROUND]
                table.sections.append((title, technical))
    return [table for table in found if table.sections]


def limited(content: dict, evaluator) -> dict:
    """Return the technical sections of a request that an evaluator reads, and no grid."""
    wanted = {str(key) for key in evaluator.sections}

    def read(sections):
        return [
            one
            for one in sections
            if one["envelope"] == Envelope.TECHNICAL and (not wanted or one["key"] in wanted)
        ]

    lots = [lot | {"sections": read(lot["sections"]), "grid": []} for lot in content["lots"]]
    return content | {"sections": read(content["sections"]), "lots": lots}


def file_of(bidder: Bidder, evaluator, file) -> dict | None:
    """Return the entry of a file that the evaluator reads, under its name for them, or None."""
    version = _version(bidder)
    content = limited(version.rfp_version.content, evaluator)
    part = _technical(bidder, version, evaluator, content)
    readable = {question["key"] for question in asked.of(content).questions}
    return next(
        (
            one
            for one in (part or {"files": []})["files"]
            if one["id"] == str(file) and (not evaluator.sections or one["question"] in readable)
        ),
        None,
    )


def _version(bidder) -> BidVersion:
    return BidVersion.objects.select_related("rfp_version").get(pk=bidder.bid.current_id)


def _technical(bidder, version, evaluator, content) -> dict | None:
    part = BidPart.objects.filter(version=version, envelope=Envelope.TECHNICAL).first()
    if part is None or not evaluator.names_hidden:
        return part and part.content
    telling = {one["key"] for one in asked.of(content).questions if one["fact"] in blinding.TELLING}
    return blinding.part(
        part.content, names=_names(bidder.bid.invitation), bidder=bidder.name, telling=telling
    )


def _names(invitation) -> list[str]:
    """Return what the vendor and its people go by, as far as we know."""
    vendor = invitation.vendor
    names = naming.of_company(vendor.name, vendor.legal_name, *vendor.trading_names)
    people = [
        *invitation.recipients.all(),
        *VendorContact.objects.filter(vendor=vendor),
    ]
    for person in people:
        names += naming.of_person(person.name, person.email)
    return list(dict.fromkeys(names))

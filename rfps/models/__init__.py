"""The nouns of a request: the RFP and its writing, who is asked, and the sealed bids."""

from rfps.models.award import Award, BidWaiver, Debrief, Recommendation, Signature
from rfps.models.bid import Bid, BidDraft, BidFile, BidPart, BidVersion
from rfps.models.document import Disclosure, Document, DocumentVersion, SignedCDA
from rfps.models.enquiry import Answer, Enquiry
from rfps.models.invitation import AccessCode, Invitation, Recipient
from rfps.models.opening import Opener, Opening, PaperBid
from rfps.models.rfp import RFP, Lot, RFPVersion, ScopeLine
from rfps.models.writing import (
    BriefItem,
    Criterion,
    GridLine,
    LibraryQuestion,
    Question,
    Section,
    SourcingPolicy,
    Template,
)

__all__ = [
    "RFP",
    "AccessCode",
    "Answer",
    "Award",
    "Bid",
    "BidDraft",
    "BidFile",
    "BidPart",
    "BidVersion",
    "BidWaiver",
    "BriefItem",
    "Criterion",
    "Debrief",
    "Disclosure",
    "Document",
    "DocumentVersion",
    "Enquiry",
    "GridLine",
    "Invitation",
    "LibraryQuestion",
    "Lot",
    "Opener",
    "Opening",
    "PaperBid",
    "Question",
    "RFPVersion",
    "Recipient",
    "Recommendation",
    "ScopeLine",
    "Section",
    "Signature",
    "SignedCDA",
    "SourcingPolicy",
    "Template",
]

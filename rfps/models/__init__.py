"""The nouns of a request: the RFP and its writing, who is asked, and the sealed bids."""

from rfps.models.bid import Bid, BidDraft, BidFile, BidPart, BidVersion
from rfps.models.clarification import Clarification, ClarificationFile
from rfps.models.document import Disclosure, Document, DocumentVersion, SignedCDA
from rfps.models.enquiry import Answer, Enquiry
from rfps.models.invitation import AccessCode, Invitation, Recipient
from rfps.models.opening import Opener, Opening, PaperBid
from rfps.models.pricing import ExchangeRate, PriceAnchors, PriceRule
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
    "Bid",
    "BidDraft",
    "BidFile",
    "BidPart",
    "BidVersion",
    "BriefItem",
    "Clarification",
    "ClarificationFile",
    "Criterion",
    "Disclosure",
    "Document",
    "DocumentVersion",
    "Enquiry",
    "ExchangeRate",
    "GridLine",
    "Invitation",
    "LibraryQuestion",
    "Lot",
    "Opener",
    "Opening",
    "PaperBid",
    "PriceAnchors",
    "PriceRule",
    "Question",
    "RFPVersion",
    "Recipient",
    "ScopeLine",
    "Section",
    "SignedCDA",
    "SourcingPolicy",
    "Template",
]

"""The nouns of a request: the RFP, who is asked, the sealed bids, and how they are evaluated."""

from rfps.models.award import Award, BidWaiver, Debrief, Recommendation, Signature
from rfps.models.bid import Bid, BidDraft, BidFile, BidPart, BidVersion
from rfps.models.clarification import Clarification, ClarificationFile
from rfps.models.document import Disclosure, Document, DocumentVersion, SignedCDA
from rfps.models.enquiry import Answer, Enquiry
from rfps.models.evaluation import Evaluation, Evaluator, Moderation, Score, TechnicalResult
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
    "Award",
    "Bid",
    "BidDraft",
    "BidFile",
    "BidPart",
    "BidVersion",
    "BidWaiver",
    "BriefItem",
    "Clarification",
    "ClarificationFile",
    "Criterion",
    "Debrief",
    "Disclosure",
    "Document",
    "DocumentVersion",
    "Enquiry",
    "Evaluation",
    "Evaluator",
    "ExchangeRate",
    "GridLine",
    "Invitation",
    "LibraryQuestion",
    "Lot",
    "Moderation",
    "Opener",
    "Opening",
    "PaperBid",
    "PriceAnchors",
    "PriceRule",
    "Question",
    "RFPVersion",
    "Recipient",
    "Recommendation",
    "ScopeLine",
    "Score",
    "Section",
    "Signature",
    "SignedCDA",
    "SourcingPolicy",
    "TechnicalResult",
    "Template",
]

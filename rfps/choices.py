"""The states of an RFP and of an invitation, and the moves between them."""

from django.db.models import TextChoices


class RFPKind(TextChoices):
    RFI = "RFI", "Request for information"
    RFP = "RFP", "Request for proposal"
    RFQ = "RFQ", "Request for quotation"


class RFPState(TextChoices):
    """*Closed* and *opened* are not states: they follow from the clock and the Opening rows."""

    DRAFT = "draft", "Draft"
    IN_APPROVAL = "in_approval", "In approval"
    ISSUED = "issued", "Issued"
    AWARDED = "awarded", "Awarded"
    CANCELLED = "cancelled", "Cancelled"


RFP_TRANSITIONS = {
    RFPState.DRAFT: {RFPState.IN_APPROVAL, RFPState.ISSUED, RFPState.CANCELLED},
    RFPState.IN_APPROVAL: {RFPState.DRAFT, RFPState.ISSUED, RFPState.CANCELLED},
    RFPState.ISSUED: {RFPState.AWARDED, RFPState.CANCELLED},
    RFPState.AWARDED: {RFPState.ISSUED},  # an award is revoked: the decision is open again
    RFPState.CANCELLED: set(),
}


class Intent(TextChoices):
    INTENDS = "intends", "Intends to answer"
    DECLINED = "declined", "Declined"


class DeclineReason(TextChoices):
    CAPACITY = "capacity", "No capacity in the time asked for"
    CAPABILITY = "capability", "Outside what we do"
    CONFLICT = "conflict", "A conflict of interest"
    TIMELINE = "timeline", "Too little time to answer"
    TERMS = "terms", "The terms"
    OTHER = "other", "Another reason"


class Currency(TextChoices):
    """What prices may be quoted in."""

    EUR = "EUR", "EUR, euro"
    USD = "USD", "USD, US dollar"
    CHF = "CHF", "CHF, Swiss franc"
    GBP = "GBP", "GBP, pound sterling"
    JPY = "JPY", "JPY, yen"
    CNY = "CNY", "CNY, renminbi"
    KRW = "KRW", "KRW, won"
    TWD = "TWD", "TWD, New Taiwan dollar"
    INR = "INR", "INR, Indian rupee"
    SEK = "SEK", "SEK, Swedish krona"
    DKK = "DKK", "DKK, Danish krone"
    CAD = "CAD", "CAD, Canadian dollar"
    AUD = "AUD", "AUD, Australian dollar"
    SGD = "SGD", "SGD, Singapore dollar"


class Envelope(TextChoices):
    """What is opened together. The technical one comes first."""

    TECHNICAL = "technical", "Technical"
    COMMERCIAL = "commercial", "Commercial"


class AnswerType(TextChoices):
    TEXT = "text", "Text"
    NUMBER = "number", "Number"
    DATE = "date", "Date"
    CHOICE = "choice", "Choice"
    YES_NO = "yes_no", "Yes or no"
    TABLE = "table", "Table"
    FILE = "file", "File"


class PriceState(TextChoices):
    """How a bid answers a line of the grid: what nobody has priced is never zero."""

    PRICED = "priced", "Priced"
    INCLUDED = "included", "Included in another line"
    EXCLUDED = "excluded", "Excluded"
    NOT_PRICED = "not_priced", "Not priced"


class PriceFormula(TextChoices):
    """How a total becomes points. Only the first never looks at another bid."""

    ANCHORED = "anchored", "Between two published prices"
    LOWEST = "lowest", "Lowest price divided by price"


class ClarificationState(TextChoices):
    """*Overdue* is no state: it follows from the clock."""

    ASKED = "asked", "Waits for an answer"
    ANSWERED = "answered", "Answered"
    WITHDRAWN = "withdrawn", "Withdrawn"


CLARIFICATION_TRANSITIONS = {
    ClarificationState.ASKED: {ClarificationState.ANSWERED, ClarificationState.WITHDRAWN},
    ClarificationState.ANSWERED: set(),
    ClarificationState.WITHDRAWN: set(),
}


class Stage(TextChoices):
    """When a vendor gets to see a document."""

    SYNOPSIS = "synopsis", "At once"
    FULL = "full", "After the CDA"


class DocumentKind(TextChoices):
    ATTACHMENT = "attachment", "Attachment"
    AGREEMENT = "agreement", "Draft agreement"
    CDA = "cda", "CDA to sign"


class CDAWay(TextChoices):
    """How the confidentiality agreement came about."""

    ACCEPTED = "accepted", "Accepted on the page"
    UPLOADED = "uploaded", "Signed copy uploaded"
    IN_FORCE = "in_force", "In force before"


class Fact(TextChoices):
    """What the directory knows of a vendor and offers as the answer to a question."""

    LEGAL_NAME = "legal_name", "Legal name"
    HEADQUARTERS = "headquarters", "Headquarters"
    OWNERSHIP = "ownership", "Ownership"
    SIZE = "size", "Size"
    WEBSITE = "website", "Website"
    IDS = "ids", "LEI, DUNS and FEI numbers"
    SITES = "sites", "Sites"
    GMP_CERTIFICATES = "gmp_certificates", "Certificates and licences"
    INSPECTIONS = "inspections", "Last inspections"
    CAPABILITIES = "capabilities", "Confirmed capabilities"
    LEAD_TIMES = "lead_times", "Lead times"


class RecommendationState(TextChoices):
    WAITING = "waiting", "Waits for a second person"
    SIGNED = "signed", "Signed"
    SENT_BACK = "sent_back", "Sent back"


class RevokeCause(TextChoices):
    """Why an award is taken back. But for a mistake of ours the bid is out of the lot's ranking."""

    WITHDREW = "withdrew", "The vendor withdrew"
    FELL_SHORT = "fell_short", "What the bid promised does not hold"
    MISTAKE = "mistake", "The award was a mistake"


class Aggregation(TextChoices):
    """How the scores of several evaluators become one, where nobody has moderated them."""

    MEAN = "mean", "Mean"
    MEDIAN = "median", "Median"


class EvaluationState(TextChoices):
    """How far the evaluation of a request is; its rules are frozen from *scoring* on."""

    PLANNED = "planned", "Planned"
    SCORING = "scoring", "Technical scoring"
    MODERATION = "moderation", "Moderation"
    TECHNICAL_CLOSED = "technical_closed", "Technical scores closed"
    COMMERCIAL_OPEN = "commercial_open", "Commercial envelope open"
    CLOSED = "closed", "Closed"


# Repeated by the database (migration 0051).
EVALUATION_TRANSITIONS = {
    EvaluationState.PLANNED: {EvaluationState.SCORING, EvaluationState.COMMERCIAL_OPEN},
    EvaluationState.SCORING: {EvaluationState.MODERATION},
    EvaluationState.MODERATION: {EvaluationState.TECHNICAL_CLOSED},
    EvaluationState.TECHNICAL_CLOSED: {EvaluationState.COMMERCIAL_OPEN, EvaluationState.CLOSED},
    EvaluationState.COMMERCIAL_OPEN: {EvaluationState.CLOSED},
    EvaluationState.CLOSED: set(),
}

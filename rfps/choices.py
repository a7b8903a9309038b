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
    RFPState.AWARDED: set(),
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

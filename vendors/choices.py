"""The field's vocabulary: phases, modalities, dosage forms, grades and the evidence ladder."""

from datetime import timedelta

from django.db.models import IntegerChoices, TextChoices


class Phase(TextChoices):
    """The one axis, in this order everywhere."""

    DISC = "DISC", "Discovery"
    PRE = "PRE", "Preclinical"
    P1 = "P1", "Phase 1"
    P2 = "P2", "Phase 2"
    P3 = "P3", "Phase 3"
    REG = "REG", "Registration"
    COM = "COM", "Commercial"
    PMK = "PMK", "Post-marketing"

    @classmethod
    def from_to(cls, first: str, last: str) -> list["Phase"]:
        """Return the phases from the first to the last, both included."""
        phases = list(cls)
        return phases[phases.index(cls(first)) : phases.index(cls(last)) + 1]


class Modality(TextChoices):
    SM = "SM", "Small molecule"
    HPA = "HPA", "Highly potent small molecule"
    PEP = "PEP", "Peptide"
    OLI = "OLI", "Oligonucleotide"
    REC = "REC", "Recombinant protein"
    MAB = "MAB", "Antibody"
    ADC = "ADC", "Antibody-drug conjugate"
    VAC = "VAC", "Vaccine"
    RNA = "RNA", "mRNA / LNP"
    AAV = "AAV", "AAV gene therapy"
    OVV = "OVV", "Oncolytic or other viral vector"
    CTA = "CTA", "Autologous cell therapy"
    CTL = "CTL", "Allogeneic cell therapy"
    RP = "RP", "Radiopharmaceutical"


class DosageForm(TextChoices):
    OSD = "OSD", "Tablet or hard capsule"
    SGEL = "SGEL", "Soft capsule"
    OLIQ = "OLIQ", "Oral liquid"
    SEMI = "SEMI", "Semi-solid, topical, transdermal or film"
    INH = "INH", "Inhaled or nasal"
    STER = "STER", "Ophthalmic, BFS or terminally sterilised"
    VIAL = "VIAL", "Liquid vial"
    LYO = "LYO", "Lyophilised vial"
    PFS = "PFS", "Syringe, cartridge or pen"
    CINJ = "CINJ", "Complex injectable or implant"
    ATMP = "ATMP", "Cryobag or cryovial"


class Branch(TextChoices):
    CDMO = "CDMO", "CDMO"
    CRO = "CRO", "CRO"


class VendorKind(TextChoices):
    CDMO = "CDMO", "CDMO"
    CRO = "CRO", "CRO"
    BOTH = "BOTH", "CDMO and CRO"


class Grade(TextChoices):
    """The GxP grade a line is run at."""

    NONE = "none", "Non-GxP"
    GMP_CLINICAL = "GMP-clinical", "GMP, clinical"
    GMP_COMMERCIAL = "GMP-commercial", "GMP, commercial"
    GLP = "GLP", "GLP"
    GCP = "GCP", "GCP"
    GCLP = "GCLP", "GCLP"
    GDP = "GDP", "GDP"
    GVP = "GVP", "GVP"
    ISO13485 = "ISO13485", "ISO 13485"
    ISO15189 = "ISO15189", "ISO 15189, CAP or CLIA"


class Evidence(IntegerChoices):
    """How well a claim is proven; the number orders, and is the page's ``data-ev``."""

    DECLARED = 1, "Declared"
    DOCUMENTED = 2, "Documented"
    ON_REGISTER = 3, "On register"
    INSPECTED = 4, "Inspected"


class ListingState(TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    LISTED = "listed", "Listed"
    SUSPENDED = "suspended", "Suspended"


LISTING_TRANSITIONS = {
    ListingState.DRAFT: {ListingState.IN_REVIEW},
    ListingState.IN_REVIEW: {ListingState.LISTED, ListingState.DRAFT},
    ListingState.LISTED: {ListingState.SUSPENDED, ListingState.IN_REVIEW},
    ListingState.SUSPENDED: {ListingState.IN_REVIEW},
}


class Size(TextChoices):
    XS = "1-49", "1 to 49 people"
    S = "50-249", "50 to 249 people"
    M = "250-999", "250 to 999 people"
    L = "1000-4999", "1,000 to 4,999 people"
    XL = "5000+", "5,000 people or more"


class Ownership(TextChoices):
    PRIVATE = "private", "Private"
    PUBLIC = "public", "Listed on an exchange"
    EQUITY = "equity", "Private equity"
    STATE = "state", "State-owned"


class CertificateScheme(TextChoices):
    GMP = "GMP", "GMP certificate"
    MIA = "MIA", "Manufacturing licence"
    GLP = "GLP", "GLP compliance"
    GDP = "GDP", "GDP certificate"
    ISO9001 = "ISO9001", "ISO 9001"
    ISO13485 = "ISO13485", "ISO 13485"
    ISO15189 = "ISO15189", "ISO 15189"
    ISO17025 = "ISO17025", "ISO/IEC 17025"
    ISO27001 = "ISO27001", "ISO 27001"
    CAP = "CAP", "CAP accreditation"


class ActionKind(TextChoices):
    WARNING_LETTER = "warning_letter", "Warning letter"
    FORM_483 = "form_483", "Form 483"
    INSPECTION = "inspection", "Inspection"
    CLOSE_OUT = "close_out", "Close-out letter"
    IMPORT_ALERT = "import_alert", "Import alert"
    OTHER = "other", "Other action"


class InspectionClass(TextChoices):
    NAI = "NAI", "No action indicated"
    VAI = "VAI", "Voluntary action indicated"
    OAI = "OAI", "Official action indicated"


class Standing(TextChoices):
    """A sponsor's own, private view of a vendor."""

    APPROVED = "approved", "Approved"
    CONDITIONAL = "conditional", "Conditionally approved"
    PREFERRED = "preferred", "Preferred"
    DISQUALIFIED = "disqualified", "Disqualified"


class ProposalState(TextChoices):
    """Imports begin with an open one; a vendor's is a draft until it is sent."""

    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ClaimState(TextChoices):
    """How far a person has come who says they speak for a vendor."""

    UNPROVED = "unproved", "Address not proved"
    WAITING = "waiting", "Waiting"
    CONFIRMED = "confirmed", "Confirmed"
    DECLINED = "declined", "Declined"


class ImportState(TextChoices):
    """How far a spreadsheet has come on its way into the directory."""

    UPLOADED = "uploaded", "Columns to be chosen"
    CHECKING = "checking", "Being compared"
    CHECKED = "checked", "To be confirmed"
    IMPORTING = "importing", "Being imported"
    IMPORTED = "imported", "Imported"
    FAILED = "failed", "Failed"
    DISCARDED = "discarded", "Discarded"


IMPORT_TRANSITIONS = {
    ImportState.UPLOADED: {ImportState.CHECKING, ImportState.DISCARDED},
    ImportState.CHECKING: {ImportState.CHECKED, ImportState.FAILED},
    ImportState.CHECKED: {ImportState.CHECKING, ImportState.IMPORTING, ImportState.DISCARDED},
    # Back to be confirmed anew, where the directory has changed since.
    ImportState.IMPORTING: {ImportState.IMPORTED, ImportState.CHECKED, ImportState.FAILED},
    ImportState.FAILED: {ImportState.CHECKING, ImportState.DISCARDED},
    ImportState.IMPORTED: set(),
    ImportState.DISCARDED: set(),
}


class Cadence(TextChoices):
    """How often the owner of a saved search hears of changes."""

    OFF = "off", "No alert"
    IMMEDIATELY = "immediately", "At once"
    DAILY = "daily", "Daily"
    WEEKLY = "weekly", "Weekly"

    @property
    def period(self) -> timedelta:
        days = {Cadence.IMMEDIATELY: 0, Cadence.DAILY: 1, Cadence.WEEKLY: 7}
        return timedelta(days=days[self])

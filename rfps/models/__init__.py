"""The nouns of a request: the RFP with its lots and versions, and the invitations to it."""

from rfps.models.invitation import Invitation, Recipient
from rfps.models.rfp import RFP, Lot, RFPVersion, ScopeLine

__all__ = ["RFP", "Invitation", "Lot", "RFPVersion", "Recipient", "ScopeLine"]

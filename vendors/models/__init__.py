"""The directory: what a vendor can do, where, at which phase, and how well that is proven."""

from vendors.models.capability import Capability
from vendors.models.change import Change
from vendors.models.claim import Claim
from vendors.models.evidence import Certificate, CertificateFile, Proposal, RegulatoryAction
from vendors.models.fact import Sourced, codes
from vendors.models.imports import ImportFile, ImportRow
from vendors.models.merge import Merge, NotDuplicate
from vendors.models.private import Relationship, SiteAudit
from vendors.models.question import Asker, ProfileQuestion
from vendors.models.saved import SavedSearch
from vendors.models.site import CapabilityLine, GroupConfirmation, Site
from vendors.models.trial import TrialRecord
from vendors.models.vendor import Vendor, VendorContact

__all__ = [
    "Asker",
    "Capability",
    "CapabilityLine",
    "Certificate",
    "CertificateFile",
    "Change",
    "Claim",
    "GroupConfirmation",
    "ImportFile",
    "ImportRow",
    "Merge",
    "NotDuplicate",
    "ProfileQuestion",
    "Proposal",
    "RegulatoryAction",
    "Relationship",
    "SavedSearch",
    "Site",
    "SiteAudit",
    "Sourced",
    "TrialRecord",
    "Vendor",
    "VendorContact",
    "codes",
]

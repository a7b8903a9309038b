"""The vocabulary of organisations and roles."""

from django.db.models import TextChoices


class OrganisationKind(TextChoices):
    SPONSOR = "sponsor", "Sponsor"
    VENDOR = "vendor", "Vendor"
    PLATFORM = "platform", "Platform"


class Role(TextChoices):
    MEMBER = "member", "Member"
    PROGRAM_LEAD = "program_lead", "Program lead"
    PROCUREMENT = "procurement", "Procurement"
    EVALUATOR = "evaluator", "Evaluator"
    ADMIN = "admin", "Organisation admin"
    CURATOR = "curator", "Curator"
    VENDOR_CONTACT = "vendor_contact", "Vendor contact"


ROLES_BY_KIND = {
    OrganisationKind.SPONSOR: {
        Role.MEMBER,
        Role.PROGRAM_LEAD,
        Role.PROCUREMENT,
        Role.EVALUATOR,
        Role.ADMIN,
    },
    OrganisationKind.VENDOR: {Role.VENDOR_CONTACT, Role.ADMIN},
    OrganisationKind.PLATFORM: {Role.CURATOR, Role.ADMIN},
}

"""What a journey stands on: a taxonomy, three vendors who can be found, and the people who act."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.choices import OrganisationKind, Role
from audit import acting
from programs.models import WorkPackage
from tests.factories.accounts import OrganisationFactory, person
from tests.factories.vendors import (
    CapabilityLineFactory,
    ContactFactory,
    SiteFactory,
    VendorFactory,
)
from vendors import taxonomy
from vendors.choices import Evidence, ListingState
from vendors.models import Capability

PASSWORD = "correct-horse-battery"  # what UserFactory sets
PACKAGE = "drug-product"
VENDORS = {  # name: how well it proves its tablets
    "Aldergrove Tablets": Evidence.INSPECTED,
    "Birkholm Solids": Evidence.DOCUMENTED,
    "Corriemoor Pharma": Evidence.DECLARED,
}


def set_up() -> None:
    """Fill an empty database, as the system."""
    with acting.as_system():
        taxonomy.sync(now=timezone.now())
        sponsor = OrganisationFactory(name="Auroral Therapeutics", slug="auroral")
        person(
            sponsor, Role.MEMBER, Role.PROCUREMENT, email="mina@auroral.example", name="Mina Okafor"
        )
        person(sponsor, Role.PROGRAM_LEAD, email="tomas@auroral.example", name="Tomas Vass")
        platform = OrganisationFactory(
            name="Phaseline", slug="phaseline", kind=OrganisationKind.PLATFORM
        )
        person(
            platform,
            Role.CURATOR,
            email="curator@phaseline.example",
            name="Cura Tor",
            is_staff=True,
        )
        for name, evidence in VENDORS.items():
            list_vendor(name, evidence)


def list_vendor(name: str, evidence: Evidence, state: ListingState = ListingState.LISTED) -> None:
    """Enter a vendor with one site that offers every drug-product leaf for tablets."""
    slug = name.lower().replace(" ", "-")
    vendor = VendorFactory(name=name, slug=slug, state=state)
    ContactFactory(vendor=vendor, name="Ida Lund", email=f"bd@{slug}.example")
    site = SiteFactory(vendor=vendor, name=f"{name}, Odense")
    for leaf in Capability.objects.filter(package=PACKAGE, modalities__contains=["SM"]):
        CapabilityLineFactory(
            site=site,
            capability=leaf,
            phases=leaf.phases,
            modalities=["SM"],
            dosage_forms=["OSD"],
            evidence=evidence,
            as_of=date(2026, 10, 12),
        )


def the_package() -> WorkPackage:
    """Return the drug-product package of the one program."""
    return WorkPackage.objects.get(key=PACKAGE)


def in_a_month() -> str:
    """Return a deadline as a person types it into the form."""
    return f"{timezone.now() + timedelta(days=30):%Y-%m-%dT17:00}"

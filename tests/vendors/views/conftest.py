import pytest

from tests.factories.vendors import (
    CapabilityLineFactory,
    CertificateFactory,
    GroupConfirmationFactory,
    SiteFactory,
    VendorFactory,
)
from vendors.choices import Evidence


@pytest.fixture
def profile(taxonomy):
    """Make a vendor with Phase 1 on register, and a list that is confirmed for M4 alone."""
    vendor = VendorFactory(name="Ash Sterile")
    site = SiteFactory(vendor=vendor, name="Odense", fei="3009481127")
    CapabilityLineFactory(
        site=site,
        capability__code="M4.06",
        phases=["P1"],
        modalities=["SM"],
        evidence=Evidence.ON_REGISTER,
        source="EudraGMDP",
        scale_min=5,
        scale_max=500,
        scale_unit="L",
        lead_time_weeks=26,
        certificate=CertificateFactory(site=site, number="DK H 10418"),
    )
    CapabilityLineFactory(site=site, capability__code="M5.01", phases=["PRE"])
    GroupConfirmationFactory(vendor=vendor, group="M4")
    return vendor

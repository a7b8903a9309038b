from datetime import date

import pytest
from django.http import QueryDict

from tests.factories.vendors import (
    CapabilityLineFactory,
    ContactFactory,
    SiteFactory,
    VendorFactory,
)
from vendors.choices import DosageForm, Evidence, Modality, Phase, VendorKind
from vendors.filters import Reader, VendorFilter
from vendors.models import Vendor

TODAY = date(2026, 11, 22)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("taxonomy")]


def offer(vendor, code, **fields):
    """Give a vendor a line on a leaf of the taxonomy, at its first site."""
    site = vendor.sites.first() or SiteFactory(vendor=vendor, country=vendor.country)
    return CapabilityLineFactory(site=site, capability__code=code, **fields)


def asked(query: str, *, reader=Reader(), **options) -> VendorFilter:  # noqa: B008
    return VendorFilter(QueryDict(query), reader=reader, today=TODAY, **options)


def names(filterset) -> list[str]:
    return [vendor.name for vendor in Vendor.objects.in_order(filterset.vendor_ids().tolist())]


def found(query: str) -> list[str]:
    filterset = asked(query)

    assert filterset.errors == {}
    return names(filterset)


@pytest.fixture
def ash():
    """A conjugator in Denmark, proven for antibodies' conjugates in Phase 3."""
    vendor = VendorFactory(name="Ash Conjugates", country="DK", legal_name="Ash Conjugates A/S")
    offer(
        vendor,
        "M2.10",
        phases=[Phase.P3, Phase.REG],
        modalities=[Modality.ADC],
        evidence=Evidence.INSPECTED,
    )
    return vendor


@pytest.fixture
def birch():
    """A filler in Ireland: declared vials for antibodies in Phase 1."""
    vendor = VendorFactory(name="Birch Sterile", country="IE", city="Cork")
    offer(
        vendor,
        "M4.14",
        phases=[Phase.P1],
        modalities=[Modality.MAB],
        dosage_forms=[DosageForm.VIAL],
        evidence=Evidence.DECLARED,
    )
    return vendor


@pytest.fixture
def cedar():
    """A clinical CRO that also makes tablets; it states no modality for its monitoring."""
    vendor = VendorFactory(name="Cedar Clinical", kind=VendorKind.BOTH, country="US")
    offer(vendor, "R4.08", phases=[Phase.P2], modalities=[], evidence=Evidence.DOCUMENTED)
    return vendor


@pytest.mark.usefixtures("ash", "birch", "cedar")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Ash Conjugates", "Cedar Clinical", "Birch Sterile"]),
        ("kind=CDMO&sort=name", ["Ash Conjugates", "Birch Sterile", "Cedar Clinical"]),
        ("kind=CRO", ["Cedar Clinical"]),
        ("kind=BOTH", ["Cedar Clinical"]),
        ("capability=CDMO", ["Ash Conjugates", "Birch Sterile"]),
        ("capability=M4", ["Birch Sterile"]),
        ("capability=M2.10", ["Ash Conjugates"]),
        ("capability=M2.10&capability=R4", ["Ash Conjugates", "Cedar Clinical"]),
        ("function=injectables", ["Birch Sterile"]),
        ("function=site-oversight", ["Cedar Clinical"]),
        ("phase=REG", ["Ash Conjugates"]),
        ("phase=P1&phase=P2", ["Cedar Clinical", "Birch Sterile"]),
        ("modality=ADC", ["Ash Conjugates"]),
        ("form=VIAL&form=LYO", ["Birch Sterile"]),
        ("evidence=2", ["Ash Conjugates", "Cedar Clinical"]),
        ("evidence=4", ["Ash Conjugates"]),
        ("country=IE&country=US&sort=name", ["Birch Sterile", "Cedar Clinical"]),
    ],
)
def test_each_filter(query, expected):
    assert found(query) == expected


@pytest.mark.usefixtures("ash", "birch", "cedar")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("conjug", ["Ash Conjugates"]),
        ("Ash Conjugates A/S", ["Ash Conjugates"]),
        ("conjugatse", ["Ash Conjugates"]),
        ("birch stirile", ["Birch Sterile"]),
        ("cork", ["Birch Sterile"]),
        ("monitoring", ["Cedar Clinical"]),
        ("bioconjugation", ["Ash Conjugates"]),
        ("no such thing", []),
        ("%", []),
    ],
)
def test_text_finds_names_cities_and_capabilities(text, expected):
    assert found(f"q={text.replace('%', '%25')}") == expected


def test_text_finds_trading_names():
    VendorFactory(name="Dale Pharma", trading_names=["Fernbank Vials", "FBV"])

    assert found("q=fernbank") == ["Dale Pharma"]


@pytest.mark.parametrize("text", ["3009481127", "0003009481127", "300 948 1127"])
def test_text_finds_an_fei_as_people_write_it(text):
    SiteFactory(vendor=VendorFactory(name="Dale Pharma"), fei="3009481127")
    SiteFactory(fei="3009481128")

    assert found(f"q={text}") == ["Dale Pharma"]


@pytest.mark.parametrize("text", ["012345678", "12345678", "01-234-5678"])
def test_text_finds_a_duns_of_vendor_or_site(text):
    VendorFactory(name="Dale Pharma", duns="012345678")
    SiteFactory(vendor=VendorFactory(name="Elm Pharma"), duns="012345678")
    VendorFactory(duns="112345678")

    assert found(f"q={text}&sort=name") == ["Dale Pharma", "Elm Pharma"]


def test_text_does_not_find_what_is_stated_as_not_offered(birch):
    offer(birch, "M2.10", is_offered=False)

    assert found("q=bioconjugation") == []


TWO_LINES = [
    ("capability=M2.10&phase=P1", []),
    ("capability=M2.10&phase=P3", ["Twin"]),
    ("phase=P1&modality=ADC", []),
    ("phase=P1&modality=MAB", ["Twin"]),
    ("modality=MAB&evidence=3", []),
    ("modality=ADC&evidence=3", ["Twin"]),
    ("form=VIAL&modality=ADC", []),
    ("form=VIAL&capability=M2", []),
    ("form=VIAL&phase=P1", ["Twin"]),
    ("country=IE&phase=P3", []),
    ("country=IE&phase=P1", ["Twin"]),
    ("function=injectables&phase=P3", []),
    ("function=injectables&phase=P1", ["Twin"]),
    ("function=injectables&capability=M2.10", ["Twin"]),
    ("function=commercial-batches", ["Twin"]),
    ("function=clinical-trial-material&evidence=3", ["Twin"]),
    ("function=clinical-trial-material&evidence=4", []),
]


@pytest.mark.parametrize(("query", "expected"), TWO_LINES)
def test_what_is_chosen_must_hold_on_one_line(query, expected):
    """The vendor has each single value somewhere: on another line it proves nothing."""
    twin = VendorFactory(name="Twin", country="DK")
    offer(
        twin,
        "M2.10",
        phases=[Phase.P3, Phase.REG],
        modalities=[Modality.ADC],
        evidence=Evidence.ON_REGISTER,
    )
    CapabilityLineFactory(
        site=SiteFactory(vendor=twin, country="IE"),
        capability__code="M4.14",
        phases=[Phase.P1],
        modalities=[Modality.MAB],
        dosage_forms=[DosageForm.VIAL],
        evidence=Evidence.DECLARED,
    )

    assert found(query) == expected


@pytest.mark.parametrize(
    ("field", "query"),
    [("phases", "phase=P1"), ("modalities", "modality=SM"), ("dosage_forms", "form=OSD")],
)
def test_what_a_line_does_not_state_does_not_match(field, query):
    offer(VendorFactory(), "M4.06", **{field: []})

    assert found(query) == []


def test_what_is_stated_as_not_offered_does_not_match():
    offer(VendorFactory(), "M4.06", is_offered=False)

    assert found("capability=M4.06") == []


def test_a_vendor_with_many_matching_lines_is_found_once():
    vendor = VendorFactory(name="Elm Pharma")
    for code in ("M4.06", "M4.07", "M4.08"):
        offer(vendor, code)
    SiteFactory(vendor=vendor)
    ContactFactory(vendor=vendor)

    assert found("capability=M4&phase=P1&q=elm") == ["Elm Pharma"]


def test_best_evidence_looks_at_the_lines_that_match(ash, birch):
    offer(birch, "R1.01", phases=[Phase.DISC], evidence=Evidence.DOCUMENTED)
    offer(ash, "R1.02", phases=[Phase.DISC], evidence=Evidence.DECLARED)

    assert found("phase=DISC") == ["Birch Sterile", "Ash Conjugates"]


def test_last_confirmed_puts_the_never_confirmed_last(now):
    VendorFactory(name="Never", confirmed_at=None)
    VendorFactory(name="Today", confirmed_at=now)
    VendorFactory(name="Before")

    assert found("sort=confirmed") == ["Today", "Before", "Never"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kind=CMO", "kind"),
        ("function=nothing", "function"),
        ("capability=M9.99", "capability"),
        ("phase=P4&phase=P1", "phase"),
        ("modality=", None),
        ("form=PILL", "form"),
        ("evidence=5", "evidence"),
        ("evidence=x", "evidence"),
        ("country=XX", "country"),
        ("sort=price", "sort"),
        ("q=%00", "q"),
        ("q=" + "x" * 201, "q"),
    ],
)
def test_an_invalid_value_leaves_its_filter_out_and_is_named(birch, query, field):
    filterset = asked(query)

    assert names(filterset) == ["Birch Sterile"]
    assert list(filterset.errors) == ([field] if field else [])


def test_a_retired_leaf_can_no_longer_be_chosen(birch, now):
    leaf = birch.sites.get().lines.get().capability
    leaf.retired_at = now
    leaf.save()

    filterset = asked("capability=M4.14")

    assert list(filterset.errors) == ["capability"]


def test_a_chip_takes_its_own_value_away():
    filterset = asked("phase=P3&phase=REG&evidence=2&q=vials&sort=name")

    assert [(chip.label, chip.query) for chip in filterset.chips()] == [
        ("“vials”", "?phase=P3&phase=REG&evidence=2&sort=name"),
        ("Phase 3", "?q=vials&phase=REG&evidence=2&sort=name"),
        ("Registration", "?q=vials&phase=P3&evidence=2&sort=name"),
        ("Documented or better", "?q=vials&phase=P3&phase=REG&sort=name"),
    ]


def test_relaxations_name_what_finds_most(ash, birch):
    filterset = asked("capability=M4&country=DK&phase=P1&phase=P3")

    assert [(chip.label, count) for chip, count in filterset.relaxations()] == [
        ("Drug product - development & manufacture", 1),
        ("Denmark", 1),
    ]

from programs import guide
from tests.factories.programs import NeedFactory, ProgramFactory, WorkPackageFactory
from tests.factories.vendors import CapabilityLineFactory
from vendors.choices import ListingState, Phase


def rows(**options):
    grouped = guide.areas(guide.leaves(), vendors={}, **options)
    return {row.function.slug: row for _, _, found in grouped for row in found}


def test_areas_run_from_what_a_cdmo_makes_to_what_a_cro_watches(taxonomy):
    grouped = guide.areas(guide.leaves(), vendors={})

    assert [(kind, area) for kind, area, _ in grouped] == [
        ("CDMO", "Drug development"),
        ("CDMO", "Manufacturing"),
        ("CDMO", "Drug delivery systems"),
        ("CDMO", "Dossier and release"),
        ("CRO", "Discovery and strategy"),
        ("CRO", "Preclinical studies"),
        ("CRO", "Clinical trial management"),
        ("CRO", "Data analysis"),
        ("CRO", "After approval"),
    ]


def test_every_function_is_served_at_some_phase(taxonomy):
    idle = [slug for slug, row in rows().items() if not any(cell.kind for cell in row.cells)]

    assert idle == []


def test_cell_says_cdmo_cro_or_either_by_the_taxonomy(taxonomy):
    found = rows()

    assert [cell.kind for cell in found["commercial-batches"].cells] == [""] * 5 + ["CDMO"] * 3
    assert found["recruitment"].cells[2].kind == "CRO"
    stability = found["stability-studies"].cells[2]
    assert (stability.kind, stability.leaves, stability.shared) == ("EITHER", 1, 1)


def test_cell_counts_the_programs_needs_of_its_function_and_phase(taxonomy):
    package = WorkPackageFactory()
    needs = [
        NeedFactory(package=package, phase=Phase.P2, slot="FILL", capabilities=["M4.14", "M4.17"]),
        NeedFactory(package=package, phase=Phase.P3, slot="M4.14", capabilities=["M4.14"]),
    ]

    injectables = rows(needs=needs)["injectables"]

    assert [cell.needs for cell in injectables.cells] == [0, 0, 0, 1, 1, 0, 0, 0]


def test_example_sorts_needs_by_phase_and_package(taxonomy):
    program = ProgramFactory()
    product = WorkPackageFactory(program=program, name="Drug product", position=1)
    clinical = WorkPackageFactory(program=program, name="Clinical", position=2)
    NeedFactory(package=product, phase=Phase.P1, slot="M4.14", capabilities=["M4.14"])
    NeedFactory(package=product, phase=Phase.P2, slot="M5.05", capabilities=["M5.05"])
    NeedFactory(package=clinical, phase=Phase.P2, slot="R4.08", capabilities=["R4.08"])

    example = guide.example(program, guide.leaves())

    assert [(row.phase, row.cdmo, row.either, row.cro) for row in example.phases] == [
        ("P1", 1, 0, 0),
        ("P2", 0, 1, 1),
    ]
    assert (example.cdmo, example.either, example.cro) == (1, 1, 1)
    assert [(entry.package.name, entry.needs, entry.phases) for entry in example.packages] == [
        ("Drug product", 2, ["P1", "P2"]),
        ("Clinical", 1, ["P2"]),
    ]
    assert [row.cro_from_pct for row in example.phases] == ["50.00", "50.00"]


def test_vendors_by_function_counts_listed_vendors_once(taxonomy):
    line = CapabilityLineFactory(capability_id="M4.14")
    CapabilityLineFactory(site=line.site, capability_id="M4.15")
    CapabilityLineFactory(capability_id="M4.14", is_offered=False)
    CapabilityLineFactory(capability_id="M4.14", site__vendor__state=ListingState.DRAFT)

    counts = guide.vendors_by_function()

    assert (counts["injectables"], counts["commercial-batches"], counts["recruitment"]) == (1, 1, 0)

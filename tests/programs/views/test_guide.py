import pytest
from django.urls import reverse

from programs.choices import Visibility
from tests.factories.programs import NeedFactory, ProgramFactory, WorkPackageFactory
from vendors.choices import Phase


def program_with_needs(organisation, count=1, **fields):
    program = ProgramFactory(organisation=organisation, **fields)
    for number in range(count):
        package = WorkPackageFactory(program=program, name=f"Package {number}")
        NeedFactory(
            package=package, phase=Phase.P2, slot=f"slot-{number}", capabilities=["M4.14", "M4.17"]
        )
    return program


def test_guide_explains_the_difference_to_a_visitor(client, taxonomy):
    response = client.get(reverse("guide"))

    assert response.status_code == 200
    assert "A CDMO makes your product, a CRO studies it." in response.text
    assert f"{reverse('vendor-list')}?function=formulation" in response.text
    assert response.context["example"] is None


def test_guide_takes_the_sponsors_own_program_as_the_example(member, sponsor, client_of, taxonomy):
    program_with_needs(sponsor, code="AUR-1")
    other = program_with_needs(sponsor, code="AUR-2")

    first = client_of(member).get(reverse("guide"))
    chosen = client_of(member).get(reverse("guide"), {"program": other.pk})

    assert first.context["example"].program.code == "AUR-1"
    assert chosen.context["example"].program.code == "AUR-2"
    assert "AUR-2, phase by phase" in chosen.text


def test_guide_shows_a_stranger_nothing_of_a_program(stranger, sponsor, client_of, taxonomy):
    program = program_with_needs(sponsor)

    response = client_of(stranger).get(reverse("guide"), {"program": program.pk})

    assert response.status_code == 404
    assert program.code not in client_of(stranger).get(reverse("guide")).text


def test_guide_hides_a_team_program_from_a_colleague(member, sponsor, client_of, taxonomy):
    program = program_with_needs(sponsor, visibility=Visibility.TEAM)

    response = client_of(member).get(reverse("guide"), {"program": program.pk})

    assert response.status_code == 404


@pytest.mark.parametrize(
    "asked", ["nonsense", "264e7c18-b9b1-4239-8730-ceca3f540a46", "../1", "\x00"]
)
def test_guide_answers_a_tampered_program_with_404(asked, member, client_of, taxonomy):
    response = client_of(member).get(reverse("guide"), {"program": asked})

    assert response.status_code == 404


@pytest.mark.parametrize("count", [1, 3, 100])
def test_guide_query_count_is_flat(
    count, member, sponsor, client_of, taxonomy, django_assert_num_queries
):
    program_with_needs(sponsor, count)
    client = client_of(member)

    with django_assert_num_queries(15):
        client.get(reverse("guide"))

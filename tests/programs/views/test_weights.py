"""Weights people try on the matching page, keep under a name, and make the needs' own."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from programs.matching import trying
from programs.models import Need, WeightSet
from tests.factories.programs import WeightSetFactory
from tests.programs.matching import worlds
from tests.programs.views.test_matching import HTMX, names, text


@pytest.fixture
def world(sponsor):
    asking = worlds.asking(sponsor)
    worlds.alder(), worlds.birch(), worlds.cedar()
    asking.url = reverse("package-match", args=[asking.package.pk])
    asking.needs = list(asking.package.needs.order_by("pk"))
    return asking


def points(world, **by_place) -> dict[str, str]:
    """Return the query of points: 0 for every need that is not named, by its number."""
    given = {
        f"w-{need.pk}": by_place.get(f"n{place}", "0") for place, need in enumerate(world.needs, 1)
    }
    return {"weighing": "points"} | given


def seen(world) -> dict[str, str]:
    """Return what the page says of the needs' own weights."""
    return {"seen": trying.seen(world.package.needs.all())}


def scores(response) -> list[str]:
    return re.findall(r"Score ([\d.]+) at worst", response.content.decode())


def test_points_change_the_list(world, member, client_of):
    # Only needs 4 and 5, the release testing: Cedar is inspected, Alder declares it.
    response = client_of(member).get(world.url, points(world, n4="1", n5="1"))

    assert names(response) == ["Cedar Research", "Birch Manufacturing", "Alder Biologics"]
    # Alder: 50 x 0.6 x 0.4 + 50 x 0.6; Birch: both certificates have lapsed.
    assert scores(response) == ["100.00", "60.00", "42.00"]
    assert "Weights you try , points: every point below is under these weights" in text(response)


def test_live_update_answers_the_results_alone(world, member, client_of):
    response = client_of(member).get(
        world.url, points(world, n4="1", n5="1"), headers=HTMX | {"HX-Target": "results"}
    )

    assert names(response)[0] == "Cedar Research"
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize(
    ("method", "shares"),
    [
        ("rank-sum", ["28.57", "23.81", "19.05", "14.29", "9.52", "4.76"]),
        ("centroid", ["40.83", "24.17", "15.83", "10.28", "6.11", "2.78"]),
    ],
)
def test_places_become_weights(world, member, client_of, method, shares):
    ranks = {f"r-{need.pk}": str(place) for place, need in enumerate(world.needs, 1)}

    response = client_of(member).get(world.url, {"weighing": method} | ranks)

    found = [str(asked.possible) for asked in response.context["asking"].needs]
    assert sorted(found, key=float, reverse=True) == shares


def test_places_start_from_the_needs_own_weights(world, member, client_of):
    response = client_of(member).get(world.url, {"weighing": "rank-sum"})

    # Needs 2 and 3 weigh 4, the others 3: places 1 and 3, shared.
    assert sorted(response.context["trial"].entered.values()) == ["1", "1", "3", "3", "3", "3"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({}, "All weights are zero, so nothing would count. Give at least one need more."),
        ({"n2": "-1"}, "Drug substance in Phase 1: '-1' is no weight from 0 to 9,999.99."),
        ({"n2": "many"}, "Drug substance in Phase 1: 'many' is no weight from 0 to 9,999.99."),
        ({"n2": "NaN"}, "Drug substance in Phase 1: 'NaN' is no weight from 0 to 9,999.99."),
        ({"n2": "1e9"}, "Drug substance in Phase 1: '1e9' is no weight from 0 to 9,999.99."),
        ({"n2": "\x00"}, "is no weight from 0 to 9,999.99."),
    ],
)
def test_weights_that_make_no_sense_are_said_and_change_nothing(
    world, member, client_of, query, message
):
    response = client_of(member).get(world.url, points(world, **query))

    assert message in text(response)
    assert scores(response) == ["63.60", "30.00", "28.00"]


def test_place_that_makes_no_sense_is_said(world, member, client_of):
    query = {"weighing": "centroid", f"r-{world.needs[0].pk}": "7"}

    response = client_of(member).get(world.url, query)

    assert "Cell line development in Preclinical: '7' is no place from 1 to 6." in text(response)


def test_links_to_a_vendor_carry_the_weights(world, member, client_of):
    query = points(world, n4="1")
    page = client_of(member).get(world.url, query).content.decode()
    url = reverse("package-match-vendor", args=[world.package.pk, "cedar"])

    why = client_of(member).get(url, query, headers=HTMX)

    assert f"{url}?beside=birch&amp;weighing=points" in page
    assert "Score 100.00 / 100.00" in text(why)


def test_weights_are_kept_under_a_name_and_come_back(world, lead, client_of):
    client = client_of(lead)
    kept = client.post(
        reverse("weights-keep", args=[world.package.pk]),
        points(world, n4="1", n5="1") | {"name": "Quality's view"},
        follow=True,
    )

    weights = WeightSet.objects.get()
    assert (weights.name, weights.method, weights.saved_by) == ("Quality's view", "points", lead)
    assert kept.redirect_chain == [(f"{world.url}?set={weights.pk}", 302)]
    assert scores(kept) == ["100.00", "60.00", "42.00"]
    assert "Quality's view , points" in text(kept)


def test_same_name_replaces(world, lead, client_of):
    url = reverse("weights-keep", args=[world.package.pk])
    for n4 in ("1", "2"):
        client_of(lead).post(url, points(world, n4=n4) | {"name": "Mine"})

    assert WeightSet.objects.get().values[world.needs[3].slot_key] == "2"


@pytest.mark.parametrize("name", ["", " ", "x" * 81])
def test_name_is_needed(world, lead, client_of, name):
    url = reverse("weights-keep", args=[world.package.pk])

    response = client_of(lead).post(url, points(world, n4="1") | {"name": name}, follow=True)

    assert "Give the weights a name of up to 80 characters." in text(response)
    assert not WeightSet.objects.exists()


def test_zero_weights_are_not_kept(world, lead, client_of):
    url = reverse("weights-keep", args=[world.package.pk])

    response = client_of(lead).post(url, points(world) | {"name": "None"}, follow=True)

    assert "All weights are zero" in text(response)
    assert not WeightSet.objects.exists()


def test_need_added_after_keeping_counts_with_its_own_weight(world, lead, client_of):
    kept = WeightSetFactory(program=world.program, values={world.needs[0].slot_key: "9"})

    response = client_of(lead).get(world.url, {"set": kept.pk})

    assert [asked.weight for asked in response.context["asking"].needs] == [
        Decimal(weight) for weight in ("9", "4", "4", "3", "3", "3")
    ]
    assert "The set names 1 of these 6 needs; the others start from the weight" in text(response)


def test_weights_serve_every_program_of_the_sponsor(world, lead, client_of):
    values = {world.needs[0].slot_key: "9", "COM:X1.01": "5"}
    kept = WeightSetFactory(program__organisation=lead.organisation, name="Speed", values=values)

    response = client_of(lead).get(world.url, {"set": kept.pk})

    assert [asked.weight for asked in response.context["asking"].needs] == [
        Decimal(weight) for weight in ("9", "4", "4", "3", "3", "3")
    ]
    assert f"Speed from {kept.program.code}" in text(response)
    assert reverse("weights-drop", args=[kept.pk]) not in response.content.decode()


def test_places_of_a_longer_program_are_cut_to_this_one(world, lead, client_of):
    values = {need.slot_key: str(3 * place + 1) for place, need in enumerate(world.needs)}
    kept = WeightSetFactory(
        program__organisation=lead.organisation, method="rank-sum", values=values
    )

    trial = client_of(lead).get(world.url, {"set": kept.pk}).context["trial"]

    assert [trial.entered[need.pk] for need in world.needs] == ["1", "4", "6", "6", "6", "6"]
    assert trial.error == ""


def test_weights_become_the_needs_own(world, lead, client_of):
    url = reverse("weights-adopt", args=[world.package.pk])
    query = points(world, n1="1", n2="1", n3="1", n4="1", n5="1", n6="3") | seen(world)

    response = client_of(lead).post(url, query, follow=True)

    assert "6 of 6 needs weigh something else now." in text(response)
    assert [need.weight for need in Need.objects.order_by("pk")] == [
        *[Decimal("2.50")] * 5,
        Decimal("7.50"),
    ]  # together 20, as before


def test_weights_in_the_same_proportions_change_nothing(world, lead, client_of):
    url = reverse("weights-adopt", args=[world.package.pk])
    query = points(world, n1="6", n2="8", n3="8", n4="6", n5="6", n6="6") | seen(world)

    response = client_of(lead).post(url, query, follow=True)

    assert "0 of 6 needs weigh something else now." in text(response)


def test_weights_that_somebody_changed_meanwhile_are_not_written_over(world, lead, client_of):
    url = reverse("weights-adopt", args=[world.package.pk])
    query = points(world, n1="1", n2="1", n3="1", n4="1", n5="1", n6="3") | seen(world)
    Need.objects.filter(pk=world.needs[0].pk).update(weight=9)

    response = client_of(lead).post(url, query, follow=True)

    assert "Somebody has changed what the needs weigh since this page was shown" in text(response)
    assert [need.weight for need in Need.objects.order_by("pk")] == [
        Decimal(weight) for weight in (9, 4, 4, 3, 3, 3)
    ]
    assert response.context["trial"].entered[world.needs[5].pk] == "3"


def test_need_may_not_come_to_weigh_nothing(world, lead, client_of):
    url = reverse("weights-adopt", args=[world.package.pk])

    response = client_of(lead).post(url, points(world, n1="1") | seen(world), follow=True)

    assert "would weigh nothing; remove the need instead." in text(response)
    assert [need.weight for need in Need.objects.order_by("pk")] == [
        Decimal(weight) for weight in (3, 4, 4, 3, 3, 3)
    ]


def test_kept_weights_are_forgotten(world, lead, client_of):
    kept = WeightSetFactory(program=world.program)

    client_of(lead).post(reverse("weights-drop", args=[kept.pk]))

    assert not WeightSet.objects.exists()


@pytest.mark.parametrize("name", ["weights-keep", "weights-adopt", "weights-drop"])
def test_reader_may_try_and_not_keep(world, evaluator, stranger, client_of, name):
    kept = WeightSetFactory(program=world.program)
    pk = kept.pk if name == "weights-drop" else world.package.pk

    assert client_of(evaluator).post(reverse(name, args=[pk])).status_code == 403
    assert client_of(stranger).post(reverse(name, args=[pk])).status_code == 404
    assert client_of(evaluator).get(reverse(name, args=[pk])).status_code == 405


def test_weights_of_another_program_are_not_taken(world, other_sponsor, member, client_of):
    theirs = WeightSetFactory(program__organisation=other_sponsor)

    response = client_of(member).get(world.url, {"set": theirs.pk})

    assert scores(response) == ["63.60", "30.00", "28.00"]
    assert theirs.name not in text(response)

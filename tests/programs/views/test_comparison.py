"""Two vendors of a ranking, contribution by contribution."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.programs.views.shown import text


def test_two_vendors_are_compared_contribution_by_contribution(world, member, client_of):
    url = reverse("package-compare", args=[world.package.pk]) + "?a=alder&b=cedar"

    response = client_of(member).get(url)

    compared = response.context["compared"]
    assert [(row.asked.no, row.difference) for row in compared.rows] == [
        (2, Decimal("20.00")),
        (3, Decimal("16.00")),
        (1, Decimal("15.00")),
        (4, Decimal("-11.40")),
        (5, Decimal("-6.00")),
        (6, Decimal("0.00")),
    ]
    assert sum(row.difference for row in compared.rows) == compared.difference
    assert "63.60 against 30.00 sure points: a difference of 33.60" in text(response)


def test_comparison_goes_on_with_any_other_of_the_ranking(world, member, client_of):
    url = reverse("package-compare", args=[world.package.pk])
    tried = f"weighing=points&w-{world.package.needs.first().pk}=9"

    page = client_of(member).get(f"{url}?a=cedar&b=alder&{tried}").content.decode()

    offered = re.findall(r'<option value="([\w-]+)"( selected)?>([^<]+)<', page)
    assert offered == [
        ("alder", " selected", "1. Alder Biologics"),
        ("birch", "", "3. Birch Manufacturing"),
    ]
    assert '<input type="hidden" name="a" value="cedar">' in page
    assert '<input type="hidden" name="weighing" value="points">' in page


@pytest.mark.parametrize("query", ["", "?a=alder", "?a=alder&b=alder", "?a=alder&b=nobody"])
def test_comparison_needs_two_vendors(world, member, client_of, query):
    url = reverse("package-compare", args=[world.package.pk])

    assert client_of(member).get(url + query).status_code == 404

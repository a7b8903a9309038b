import pytest
from django.urls import reverse


@pytest.mark.django_db
def test_home_shows_a_visitor_what_phaseline_is(client):
    response = client.get(reverse("home"))

    assert response.status_code == 200
    assert "From a drug program to a defended choice of partners" in response.text


def test_home_greets_a_member_with_the_organisation_acted_for(member, client_of):
    response = client_of(member).get(reverse("home"))

    assert "Auroral Therapeutics" in response.text

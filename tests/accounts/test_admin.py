import pytest
from django.urls import reverse

from accounts.models import User
from tests.factories.accounts import OrganisationFactory, person

pytestmark = pytest.mark.django_db

LISTS = ["accounts_organisation", "accounts_user"]


@pytest.fixture
def superuser(db):
    return User.objects.create_superuser("root@phaseline.example", "a long password")


@pytest.mark.parametrize("model", LISTS)
def test_list_query_count_is_flat(client_of, superuser, model, django_assert_max_num_queries):
    client, url = client_of(superuser), reverse(f"admin:{model}_changelist")
    counts = []
    for more in (1, 2, 97):
        for _ in range(more):
            person(OrganisationFactory())
        with django_assert_max_num_queries(30) as captured:
            assert client.get(url).status_code == 200
        counts.append(len(captured))

    assert counts == [counts[0]] * 3


@pytest.mark.parametrize("model", LISTS)
def test_curators_and_strangers_have_no_path_to_people(client_of, curator, stranger, model):
    url = reverse(f"admin:{model}_changelist")

    assert client_of(curator).get(url).status_code == 403
    assert client_of(stranger).get(url).status_code == 302

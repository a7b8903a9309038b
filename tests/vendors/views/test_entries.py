import pytest
from django.urls import reverse

from vendors.models import Vendor
from vendors.services import RESERVED
from vendors.urls import urlpatterns

pytestmark = pytest.mark.django_db

ADD, LIST = reverse("vendor-add"), reverse("vendor-list")
DATA = {"name": "Fernmoor Works", "kind": "CDMO", "country": "DK", "city": "Odense"}


def test_a_vendor_is_added_from_a_search_that_found_none(client_of, procurement, taxonomy):
    client = client_of(procurement)
    assert f"{ADD}?name=Fernmoor%20Works" in client.get(LIST, {"q": "Fernmoor Works"}).text
    assert 'value="Fernmoor Works"' in client.get(ADD, {"name": "Fernmoor Works"}).text

    response = client.post(ADD, DATA)

    assert response.url == Vendor.objects.get().get_absolute_url()
    assert "Seen by your organisation only" in client.get(response.url).text
    assert "Only you" in client.get(LIST).text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "This field is required"),
        ({"kind": "CMO"}, "Select a valid choice"),
        ({"contact_name": "Ida"}, "Give both: the name and the e-mail."),
        ({"contact_email": "no address"}, "Enter a valid email address"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_added(client_of, procurement, taxonomy, change, message):
    assert message in client_of(procurement).post(ADD, DATA | change).text
    assert Vendor.objects.count() == 0


def test_the_same_name_again_is_refused_beside_it(client_of, procurement, taxonomy):
    client = client_of(procurement)
    client.post(ADD, DATA)

    assert "is in the directory already" in client.post(ADD, DATA).text
    assert Vendor.objects.count() == 1


def test_adding_needs_procurement(client, client_of, member, curator, taxonomy):
    assert client.post(ADD, DATA).status_code == 302
    assert client_of(member).post(ADD, DATA).status_code == 403
    assert client_of(curator).post(ADD, DATA).status_code == 404
    assert "Add a vendor" not in client_of(member).get(LIST).text
    assert Vendor.objects.count() == 0


def test_no_vendor_takes_the_address_of_a_page():
    firsts = {str(one.pattern).partition("/")[0] for one in urlpatterns}

    assert {
        first for first in firsts if first and "<" not in first and "." not in first
    } == RESERVED

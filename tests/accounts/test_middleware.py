import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path

from accounts.models import Organisation
from audit import acting

pytestmark = pytest.mark.django_db


def whoami(request):
    return HttpResponse(str(acting.current()["organisation"]))


def write_and_fail(request):
    Organisation.objects.create(name="Half", slug="half", kind="sponsor")
    raise RuntimeError("halfway")


urlpatterns = [
    path("whoami/", whoami),
    path("fail/", write_and_fail),
    path("", include("config.urls")),
]
here = override_settings(ROOT_URLCONF=__name__)


@here
def test_a_request_acts_for_the_users_organisation(client_of, member):
    assert client_of(member).get("/whoami/").content.decode() == str(member.organisation_id)


@here
def test_a_visitor_acts_for_nobody(client):
    assert client.get("/whoami/").content == b""


@here
def test_the_context_ends_with_the_request(client_of, member):
    with acting.as_organisation(None):
        client_of(member).get("/whoami/")

        assert acting.current()["organisation"] == ""


@here
def test_an_error_takes_back_what_the_view_wrote(client_of, member):
    client = client_of(member)
    client.raise_request_exception = False

    response = client.get("/fail/")

    assert response.status_code == 500
    assert Organisation.objects.filter(slug="half").exists() is False

import pytest
from django.urls import reverse

from rfps.models import RFP, ScopeLine

pytestmark = pytest.mark.django_db

TYPED = {"label": "Stability study", "phase": "P2", "quantity": "3", "unit": "batches"}


@pytest.fixture
def buyer(client_of, procurement):
    return client_of(procurement)


def test_a_line_is_added(buyer, draft):
    url = reverse("scope-line-create", args=[draft.lots.get().pk])

    response = buyer.post(url, TYPED | {"priority": "could"})

    assert response.url == draft.get_absolute_url()
    assert draft.scope_lines.last().label == "Stability study"


def test_a_line_is_edited_and_removed(buyer, draft):
    line = draft.scope_lines.first()

    buyer.post(reverse("scope-line-edit", args=[line.pk]), TYPED | {"priority": "could"})
    label = ScopeLine.objects.get(pk=line.pk).label
    buyer.post(reverse("scope-line-remove", args=[line.pk]))

    assert (label, ScopeLine.objects.filter(pk=line.pk).exists()) == ("Stability study", False)


def test_a_wrong_line_changes_nothing_and_names_the_field(buyer, draft):
    line = draft.scope_lines.first()

    response = buyer.post(
        reverse("scope-line-edit", args=[line.pk]), TYPED | {"priority": "x", "phase": "P9"}
    )

    assert set(response.context["form"].errors) == {"phase", "priority"}
    assert ScopeLine.objects.get(pk=line.pk).label == "Clinical tablets"


def test_nothing_changes_once_it_is_frozen(buyer, issued, now):
    line, lot = issued.scope_lines.first(), issued.lots.get()
    RFP.objects.filter(pk=issued.pk).update(freeze_at=now)

    edited = buyer.post(reverse("scope-line-edit", args=[line.pk]), TYPED | {"priority": "could"})
    added = buyer.post(reverse("scope-line-create", args=[lot.pk]), TYPED | {"priority": "could"})
    removed = buyer.post(reverse("scope-line-remove", args=[line.pk]), follow=True)

    for response in (edited, added, removed):
        assert "takes no more changes" in response.content.decode()
    assert [one.label for one in issued.scope_lines.all()] == [
        "Clinical tablets",
        "Commercial tablets",
    ]

import pytest
from django.utils import timezone

from accounts.models import User
from demo import services
from demo.models import DemoMarker


def test_claim_marks_an_unused_database_once(db):
    services.claim(now=timezone.now())
    services.claim(now=timezone.now())

    assert services.is_demo_database()
    assert DemoMarker.objects.count() == 1


def test_claim_refuses_a_database_with_people(db):
    User.objects.create_user("mara@real.example")

    with pytest.raises(services.DemoError, match="not marked as a demo"):
        services.claim(now=timezone.now())

    assert not services.is_demo_database()


def test_claim_keeps_a_demo_with_people(db):
    services.claim(now=timezone.now())
    User.objects.create_user("mara@fiction.example")

    services.claim(now=timezone.now())

    assert services.is_demo_database()

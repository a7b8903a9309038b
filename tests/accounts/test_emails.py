import re

import pytest

from accounts import services
from accounts.choices import Role
from notifications.models import Email

pytestmark = pytest.mark.django_db


def test_colleague_invited_says_in_both_parts_who_invites_where_to(org_admin, now):
    services.invite_colleague(
        email="new@auroral.example", roles=[Role.PROCUREMENT], by=org_admin, now=now
    )

    content = Email.objects.select_related("content").get(to="new@auroral.example").content
    assert content.subject == "Ada Min invites you to Auroral Therapeutics on Phaseline"
    links = [
        set(re.findall(r"http://localhost:8000/join/[\w-]+/", part))
        for part in (content.text, content.html)
    ]
    assert len(links[0]) == 1
    assert links[0] == links[1]
    for part in (content.text, content.html):
        assert "Ada Min invites you to act for" in part
        assert "procurement" in part
        assert "works once, until" in part

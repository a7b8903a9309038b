"""Every kind is registered and can be shown: its sample renders in both parts, whole."""

import re

import pytest
from django.conf import settings

from notifications import calendars, kinds, rendering
from notifications.choices import UnknownPolicy
from tests.notifications.conftest import LONG_AGO

KINDS = [kind.name for kind in kinds.everything()]
MISSING = "⟨missing %s⟩"


@pytest.fixture
def strict(settings):
    """Let a variable that the sample does not give show up in the text."""
    engine = settings.TEMPLATES[0]
    options = engine["OPTIONS"] | {"string_if_invalid": MISSING}
    settings.TEMPLATES = [{**engine, "OPTIONS": options}]


@pytest.mark.parametrize("name", KINDS)
def test_sample_fills_subject_text_and_html(strict, name):
    kind = kinds.find(name)

    parts = rendering.render(name, kind.sample())

    for part in parts.values():
        assert "⟨missing" not in part
        assert "None" not in part
    assert 10 < len(parts["subject"]) <= 120
    assert re.search(r"\w{3,}.*\n", parts["text"])
    assert "<h1" in parts["html"]


@pytest.mark.parametrize("name", KINDS)
def test_both_parts_lead_to_the_same_places(name):
    parts = rendering.render(name, kinds.find(name).sample())
    pattern = re.escape(settings.SITE_URL) + r"[^\s\"<>]*"

    links = [set(re.findall(pattern, parts[part])) for part in ("text", "html")]

    assert {link.rstrip(".,") for link in links[0]} == {link.rstrip(".,") for link in links[1]}


@pytest.mark.parametrize("name", [name for name in KINDS if kinds.find(name).calendar])
def test_sample_of_a_calendar_entry_can_be_written(name):
    file = calendars.attachment(kinds.find(name).calendar(), now=LONG_AGO)

    assert file["text"].startswith("BEGIN:VCALENDAR")


@pytest.mark.parametrize("name", KINDS)
def test_what_may_wait_or_be_switched_off_is_never_urgent(name):
    """Invitations, deadlines and awards are sent again rather than held; digests never carry them."""
    kind = kinds.find(name)

    assert not (kind.may_digest and kind.policy == UnknownPolicy.RESEND)


def test_a_name_is_registered_once():
    with pytest.raises(ValueError, match="digest is registered already, as “Digest”"):
        kinds.register(kinds.Kind("digest", "Another", dict))


def test_label_of_a_kind_that_is_no_longer_sent_is_its_name():
    assert kinds.label("long-gone") == "long-gone"

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from accounts.templatetags import page

DEMO = {"is_demo": True, "is_debug": False}
PLAIN = {"is_demo": False, "is_debug": False}


def sections(user, **modes):
    return [section for section, _, _ in page.sections(user, **modes)]


def test_sections_follow_from_what_the_person_acts_for(member, curator):
    assert sections(None, **PLAIN) == ["vendors", "guide"]
    assert sections(member, **PLAIN) == ["vendors", "programs", "rfps", "guide"]
    assert sections(curator, **PLAIN) == ["vendors", "guide", "curation"]


def test_sections_of_a_demo_show_mailbox_and_style_guide():
    assert sections(None, **DEMO) == ["vendors", "guide", "mailbox", "styleguide"]


def test_navigation_marks_the_section_its_block_names():
    template = Template("{% load page %}{% navigation %} guide {% endnavigation %}")

    html = template.render(Context({"user": None}))

    assert '<a href="/guide/" aria-current="page">Guide</a>' in html
    assert html.count("aria-current") == 1


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mina Okafor", "MO"),
        ("Anna Maria van Berg", "AB"),
        ("Mina", "M"),
        ("m.okafor@a.example", "MO"),
    ],
)
def test_initials_are_first_and_last(name, letters):
    assert page.initials(name) == letters


def test_with_query_changes_one_parameter_and_keeps_the_rest():
    request = RequestFactory().get("/vendors/", {"phase": ["P1", "P2"], "page": "3"})

    assert page.with_query({"request": request}, page=4) == "?phase=P1&phase=P2&page=4"
    assert page.with_query({"request": request}, page=None) == "?phase=P1&phase=P2"


def test_with_query_drops_what_a_form_sends_empty():
    request = RequestFactory().get("/vendors/", {"q": "", "phase": ["", "P1"], "page": "3"})

    assert page.with_query({"request": request}, page=4) == "?phase=P1&page=4"

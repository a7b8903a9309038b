import pytest

from rfps import library
from rfps.errors import RFPError
from rfps.models import Template
from rfps.services import rfp as rfp_services
from rfps.services import templates

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(shortlist, procurement, data, now):
    """Give a draft of tablets from the built-in template."""
    content = library.get("oral-solid").content
    return rfp_services.create(
        shortlists=[shortlist], by=procurement, data=data, writings=[content], now=now
    )


def test_a_draft_is_kept_as_a_template_without_its_values(written, procurement, now):
    written.briefitem_set.filter(label="Batch size").update(value="120 kg")

    template = templates.keep(rfp=written, name=" Tablets ", by=procurement, now=now)

    assert template.name == "Tablets"
    assert "120 kg" not in str(template.content)
    assert "Clinical tablets" not in str(template.content)
    assert [one["label"] for one in template.content["brief"]] == list(
        written.briefitem_set.values_list("label", flat=True)
    )


def test_two_templates_of_one_name_are_refused(written, procurement, now):
    templates.keep(rfp=written, name="Tablets", by=procurement, now=now)

    with pytest.raises(RFPError) as caught:
        templates.keep(rfp=written, name="Tablets", by=procurement, now=now)

    assert str(caught.value) == "There is a template named Tablets: choose another name."


def test_what_was_kept_is_written_back_the_same(written, shortlist, procurement, data, now):
    template = templates.keep(rfp=written, name="Tablets", by=procurement, now=now)

    again = rfp_services.create(
        shortlists=[shortlist],
        by=procurement,
        data=data,
        writings=[templates.read(f"own:{template.pk}", procurement)],
        now=now,
    )

    assert templates.extract(again, with_values=False) == template.content
    assert again.gridline_set.count() == written.gridline_set.count()


def test_a_clone_keeps_the_values_and_gets_keys_of_its_own(
    written, shortlist, procurement, data, now
):
    written.briefitem_set.filter(label="Batch size").update(value="120 kg")

    clone = rfp_services.create(
        shortlists=[shortlist],
        by=procurement,
        data=data,
        writings=[templates.read(f"rfp:{written.pk}", procurement)],
        now=now,
    )

    assert clone.briefitem_set.get(label="Batch size").value == "120 kg"
    keys = [set(rfp.question_set.values_list("key", flat=True)) for rfp in (written, clone)]
    assert keys[0] & keys[1] == set()


def test_only_what_one_may_see_is_offered(written, stranger, procurement, now):
    template = templates.keep(rfp=written, name="Tablets", by=procurement, now=now)

    ours = {key for _, group in templates.offered(procurement) for key, _ in group}
    theirs = {key for _, group in templates.offered(stranger) for key, _ in group}

    assert {f"own:{template.pk}", f"rfp:{written.pk}", "built-in:clinical", ""} <= ours
    assert theirs == {key for key in ours if key.startswith("built-in:") or not key}


@pytest.mark.parametrize(
    "key", ["own:x", "own:0", "own:" + "9" * 40, "rfp:x", "built-in:no", "²", "own:²"]
)
def test_a_key_that_leads_nowhere_is_refused(procurement, key):
    with pytest.raises(RFPError):
        templates.read(key, procurement)


def test_another_sponsors_template_and_request_are_refused(written, stranger, procurement, now):
    template = templates.keep(rfp=written, name="Tablets", by=procurement, now=now)

    for key in (f"own:{template.pk}", f"rfp:{written.pk}"):
        with pytest.raises(RFPError):
            templates.read(key, stranger)
    assert templates.read("", stranger) is None


def test_a_template_is_removed_and_drafts_stay(written, procurement, now):
    template = templates.keep(rfp=written, name="Tablets", by=procurement, now=now)

    templates.remove(template=template, by=procurement, now=now)

    assert Template.objects.count() == 0
    assert written.briefitem_set.exists()

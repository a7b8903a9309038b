import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from rfps.models import BidDraft, BidFile, BidVersion
from rfps.services import drafts
from tests.rfps import sealed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("opened_links")]


@pytest.fixture
def content(asked) -> dict:
    return asked.versions.get().content


def url(name, recipient, *more) -> str:
    return reverse(name, args=[recipient.token, *more])


def draft_of(recipient) -> BidDraft | None:
    with sealed.acting_as(recipient):
        return drafts.find(recipient.invitation)


def versions_of(recipient) -> list[int]:
    with sealed.acting_as(recipient):
        found = BidVersion.objects.of(recipient.invitation)
        return list(found.values_list("number", flat=True))


def test_get_shows_what_is_asked_and_writes_nothing(client, bidder):
    response = client.get(url("bid", bidder))

    page = response.content.decode()
    assert (response.status_code, draft_of(bidder)) == (200, None)
    for words in ("How do you control the process?", "Filling", "Server time", "Stability"):
        assert words in page


def test_the_form_is_read_into_the_draft_as_it_was_typed(client, bidder, content):
    response = client.post(url("bid", bidder), sealed.form(content))

    row = draft_of(bidder)
    assert (response.status_code, response.url) == (302, url("bid", bidder))
    assert row.content == sealed.filled(content)
    assert (row.revision, row.saved_by) == (1, bidder)


def test_saving_the_same_again_is_no_new_revision(client, bidder, content):
    client.post(url("bid", bidder), sealed.form(content))
    client.post(url("bid", bidder), sealed.form(content, revision=1))

    assert draft_of(bidder).revision == 1


def test_autosave_answers_with_the_progress_alone(client, bidder, content):
    response = client.post(url("bid", bidder), sealed.form(content), headers={"HX-Request": "true"})

    page = response.content.decode()
    assert response.status_code == 200
    assert '<section class="card todo" id="progress"' in page
    assert "<html" not in page
    assert re.search(r'name="revision" value="1"', page)
    assert "4 of 4" in page
    assert "EUR 3,601.50" in page


def test_other_lots_make_the_page_load_again(client, bidder, content):
    client.post(url("bid", bidder), sealed.form(content))
    sent = sealed.form(content, revision=1)
    sent.pop("lots")

    response = client.post(url("bid", bidder), sent, headers={"HX-Request": "true"})

    assert response.headers["HX-Refresh"] == "true"


def test_a_second_tab_keeps_what_was_typed_and_saves_nothing(client, bidder, content):
    client.post(url("bid", bidder), sealed.form(content))

    response = client.post(
        url("bid", bidder), sealed.form(content, assumptions="Mine, in the second tab")
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "Mine, in the second tab" in page
    assert "Save mine over it" in page
    assert draft_of(bidder).content["assumptions"] == "Two campaigns a year"


def test_a_second_tab_may_save_over(client, bidder, content):
    client.post(url("bid", bidder), sealed.form(content))

    client.post(url("bid", bidder), sealed.form(content, assumptions="Mine", over="1"))

    row = draft_of(bidder)
    assert (row.content["assumptions"], row.revision) == ("Mine", 2)


def test_the_conflict_reaches_a_page_that_saves_by_itself(client, bidder, content):
    client.post(url("bid", bidder), sealed.form(content))

    response = client.post(
        url("bid", bidder), sealed.form(content, assumptions="x"), headers={"HX-Request": "true"}
    )

    assert response.status_code == 200  # htmx swaps nothing in after a 409
    assert b"Save mine over it" in response.content


def test_a_form_cut_off_on_its_way_stores_nothing(client, bidder, content):
    sent = sealed.form(content) | {"file-technical": SimpleUploadedFile("a.pdf", sealed.PDF)}
    sent.pop("whole")

    response = client.post(url("bid", bidder), sent)

    assert (response.status_code, draft_of(bidder)) == (400, None)


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 40, "١"])
def test_a_tampered_revision_is_400(client, bidder, content, revision):
    assert (
        client.post(url("bid", bidder), sealed.form(content, revision=revision)).status_code == 400
    )


def test_files_are_kept_with_their_question_and_envelope(client, bidder, content):
    key = sealed.key_of(content, "Attach the certificate")
    files = {
        f"answer-{key}": SimpleUploadedFile("certificate.pdf", sealed.PDF),
        "file-commercial": SimpleUploadedFile("rates.csv", b"a,b"),
    }
    client.post(url("bid", bidder), sealed.form(content) | files)

    with sealed.acting_as(bidder):
        files = BidFile.objects.order_by("name")
        kept = [(f.name, str(f.question_key), f.envelope) for f in files]
    assert kept == [("certificate.pdf", key, "technical"), ("rates.csv", "None", "commercial")]


def test_a_refused_file_is_named_and_the_rest_is_saved(client, bidder, content):
    files = {"file-technical": SimpleUploadedFile("offer.docx", b"MZ\x90 a program")}

    response = client.post(url("bid", bidder), sealed.form(content) | files, follow=True)

    assert "offer.docx is no DOCX file, whatever its name says." in response.content.decode()
    assert draft_of(bidder).revision == 1
    with sealed.acting_as(bidder):
        assert BidFile.objects.count() == 0


def test_a_file_is_fetched_as_an_attachment(client, bidder):
    file = sealed.attach(bidder)

    response = client.get(url("bid-file", bidder, file.pk))

    assert (response.content, response.headers["Content-Disposition"]) == (
        sealed.PDF,
        'attachment; filename="certificate.pdf"',
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_is_taken_out_and_what_was_typed_is_saved(client, bidder, content):
    file = sealed.attach(bidder)

    client.post(url("bid-file-remove", bidder, file.pk), sealed.form(content))

    with sealed.acting_as(bidder):
        assert BidFile.objects.count() == 0
    assert draft_of(bidder).content["assumptions"] == "Two campaigns a year"


def test_a_submitted_file_stays_with_its_version(client, bidder, content):
    file = sealed.attach(bidder)
    sealed.submit(bidder)

    client.post(
        url("bid-file-remove", bidder, file.pk),
        sealed.form(content, revision=draft_of(bidder).revision),
    )

    row = draft_of(bidder)
    with sealed.acting_as(bidder):
        left = drafts.files(row)
    assert (row.content["removed"], left) == ([str(file.pk)], [])
    assert client.get(url("bid-file", bidder, file.pk)).status_code == 200


def test_review_names_each_issue_and_where_it_is(client, bidder, content):
    raw = sealed.filled(content)
    raw["answers"] = {}
    sealed.save(bidder, raw)

    page = client.get(url("bid-review", bidder)).content.decode()

    key = sealed.key_of(content, "How do you control the process?")
    assert f'href="{url("bid", bidder)}#answer-{key}"' in page
    assert "2 points to settle" in page
    assert "Submit and seal" not in page


def test_review_of_nothing_leads_to_the_bid(client, bidder):
    assert client.get(url("bid-review", bidder)).url == url("bid", bidder)


def test_submitting_leads_to_the_receipt(client, bidder):
    row = sealed.save(bidder)

    response = client.post(
        url("bid-submit", bidder), {"revision": row.revision, "version": 1}, follow=True
    )

    page = response.content.decode()
    with sealed.acting_as(bidder):
        version = BidVersion.objects.get()
    assert response.redirect_chain == [(url("bid-version", bidder, 1), 302)]
    assert version.sha256 in page
    assert "By PAT." in page


def test_two_tabs_submit_one_version(client, bidder):
    row = sealed.save(bidder)
    sent = {"revision": row.revision, "version": 1}

    client.post(url("bid-submit", bidder), sent)
    response = client.post(url("bid-submit", bidder), sent, follow=True)

    assert b"This very bid is submitted already" in response.content
    assert versions_of(bidder) == [1]


def test_a_late_submission_shows_the_servers_time(client, bidder, asked):
    row = sealed.save(bidder)
    sealed.close(asked)

    response = client.post(
        url("bid-submit", bidder), {"revision": row.revision, "version": 1}, follow=True
    )

    assert b"Too late: the deadline was" in response.content
    assert versions_of(bidder) == []


def test_a_draft_can_be_saved_after_the_deadline(client, bidder, asked, content):
    client.post(url("bid", bidder), sealed.form(content))
    sealed.close(asked)

    client.post(url("bid", bidder), sealed.form(content, revision=1, assumptions="Later"))

    assert draft_of(bidder).content["assumptions"] == "Later"


def test_no_bid_is_begun_after_the_deadline(client, bidder, asked, content):
    sealed.close(asked)

    response = client.post(url("bid", bidder), sealed.form(content, assumptions="Kept on the page"))

    assert response.status_code == 409
    assert b"Kept on the page" in response.content
    assert b"a bid can no longer be begun" in response.content


def test_an_addendum_in_between_is_refused_and_leads_to_what_it_touches(client, bidder, asked):
    row = sealed.save(bidder)
    sealed.add_version(asked, sealed.larger)

    response = client.post(
        url("bid-submit", bidder), {"revision": row.revision, "version": 1}, follow=True
    )
    sealed.read_newest(bidder)
    page = client.get(url("bid-confirm", bidder)).content.decode()

    said = response.content.decode()
    assert [address for address, _ in response.redirect_chain] == [
        url("bid-confirm", bidder),
        url("respond", bidder),
    ]
    assert "Version 2 of the request was issued while you were writing." in said
    assert "Version 2 was issued: open it, then go on with the bid." in said
    assert re.findall(r"<b>\d+\. ([^<]+)</b>", page) == ["Filling"]
    assert versions_of(bidder) == []


def test_what_is_touched_has_to_be_ticked(client, bidder, asked, content):
    sealed.save(bidder)
    sealed.add_version(asked, sealed.larger)
    sealed.read_newest(bidder)

    refused = client.post(url("bid-confirm", bidder), {}, follow=True)
    accepted_before = draft_of(bidder).content["accepted"]
    client.post(url("bid-confirm", bidder), {"keys": [sealed.key_of(content, "Filling")]})

    assert b"Tick each of them" in refused.content
    assert (accepted_before, draft_of(bidder).content["accepted"]) == (1, 2)


def test_a_bid_confirmed_again_answers_the_new_version(client, bidder, asked, content):
    sealed.submit(bidder)
    second = sealed.add_version(asked, sealed.larger)
    sealed.read_newest(bidder)
    client.post(url("bid-confirm", bidder), {"keys": [sealed.key_of(content, "Filling")]})

    sealed.submit(bidder)

    with sealed.acting_as(bidder):
        found = list(BidVersion.objects.values_list("number", "rfp_version__number"))
    assert (second.number, found) == (2, [(1, 1), (2, 2)])


def test_an_addendum_that_touches_nothing_asks_for_nothing(client, bidder, asked):
    row = sealed.save(bidder)
    sealed.add_version(asked, sealed.renamed)
    sealed.read_newest(bidder)

    refused = client.post(url("bid-submit", bidder), {"revision": row.revision, "version": 1})
    again = client.post(url("bid-submit", bidder), {"revision": row.revision, "version": 2})

    assert refused.url == url("bid-confirm", bidder)
    assert client.get(refused.url).url == url("bid-review", bidder)
    assert again.url == url("bid-version", bidder, 1)


def test_withdrawing_asks_first(client, bidder):
    sealed.submit(bidder)

    asked_first = client.get(url("bid-withdraw", bidder))
    client.post(url("bid-withdraw", bidder))

    with sealed.acting_as(bidder):
        bid = drafts.find(bidder.invitation).bid
    assert b"Withdraw your bid?" in asked_first.content
    assert bid.withdrawn_at is not None


def test_a_closed_link_opens_no_page_of_the_bid(bidder):
    response = Client().get(url("bid", bidder))

    assert (response.status_code, response.url) == (302, url("respond", bidder))


PAGES = ["bid", "bid-review", "bid-confirm", "bid-withdraw", "bid-grid-import", "bid-versions"]


@pytest.mark.parametrize("name", [*PAGES, "bid-submit"])
def test_an_unknown_link_is_404(client, name):
    method = client.post if name == "bid-submit" else client.get

    assert method(reverse(name, args=["x" * 43])).status_code == 404


def test_another_vendors_file_and_version_are_404(client, bidders):
    file = sealed.attach(bidders[1])
    sealed.submit(bidders[1])

    assert client.get(url("bid-file", bidders[0], file.pk)).status_code == 404
    assert client.get(url("bid-version", bidders[0], 1)).status_code == 404
    assert client.get(url("bid-document", bidders[0], 1, "head")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_query_count_does_not_grow_with_what_is_written(
    client, bidder, content, count, django_assert_num_queries
):
    client.post(url("bid", bidder), sealed.form(content))
    for number in range(count):
        sealed.attach(bidder, name=f"{number}.pdf")

    with django_assert_num_queries(27):
        client.get(url("bid", bidder))

import pytest
from django.urls import reverse

from rfps import content
from rfps.services import documents
from rfps.views import matrix
from tests.factories.board import AskerFactory, DisclosureFactory, VersionFactory, upload
from tests.factories.rfps import DocumentVersionFactory, RFPFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client_of, procurement):
    return client_of(procurement)


@pytest.fixture
def protocol(issued, procurement, now):
    """Give a document that version 1 names, with a newer file that no version names yet."""
    act = {"by": procurement, "now": now}
    document = documents.add(
        rfp=issued, upload=upload(), title="Protocol", kind="attachment", stage="full", **act
    )
    issued.versions.update(content=content.build(issued))
    documents.replace(document=document, upload=upload(content=b"%PDF-1.7 newer"), **act)
    return document


def test_columns_are_the_versions_and_the_files_they_name(issued, protocol):
    columns = matrix.matrix(issued)["columns"]

    assert [(column.name, column.detail) for column in columns] == [
        ("Version 1", "of the request"),
        ("Protocol", "version 1"),
    ]


def test_rows_are_the_people_of_each_vendor_with_what_they_have_seen(
    issued, protocol, recipient, now
):
    version, file = issued.versions.get(), protocol.versions.get(number=1)
    colleague = AskerFactory(invitation=recipient.invitation, name="Lo Ve", revoked_at=now)
    DisclosureFactory(recipient=recipient, version=version, at=now)
    DisclosureFactory(recipient=colleague, version=None, document_version=file, at=now)

    found = matrix.matrix(issued)

    seen = {
        str(person.recipient): [bool(cell) for cell in person.cells]
        for _, people in found["vendors"]
        for person in people
    }
    assert seen == {
        "I. Brackenfell": [True, False],
        "Lo Ve": [False, True],
        "I. Cindervale": [False, False],
        "I. Hallowmere": [False, False],
    }
    assert [invitation.vendor.name for invitation, _ in found["vendors"]] == [
        "Brackenfell",
        "Cindervale",
        "Hallowmere",
    ]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_page_has_a_flat_query_count(buyer, sponsor, count, now, django_assert_num_queries):
    rfp = RFPFactory(organisation=sponsor, issued=True)
    entries = []
    for file in DocumentVersionFactory.create_batch(count, document__rfp=rfp):
        entries.append({"id": str(file.document_id), "version": 1})
    version = VersionFactory(rfp=rfp, content={"documents": entries})
    for _ in range(count):
        DisclosureFactory(recipient=AskerFactory(invitation__rfp=rfp), version=version)

    with django_assert_num_queries(16):
        response = buyer.get(reverse("rfp-disclosure", args=[rfp.pk]))

    assert (response.context["people_count"], len(response.context["columns"])) == (
        count,
        count + 1,
    )


def test_the_page_tells_each_time(buyer, issued, recipient, now):
    DisclosureFactory(recipient=recipient, version=issued.versions.get(), at=now)

    page = buyer.get(reverse("rfp-disclosure", args=[issued.pk])).content.decode()

    assert page.count('<span class="saw"><time') == 1
    assert page.count(">Not seen</span></span></td>") == 2


def test_before_the_issue_the_page_says_what_it_will_show(buyer, draft):
    page = buyer.get(reverse("rfp-disclosure", args=[draft.pk])).content.decode()

    assert "Nothing is out yet" in page

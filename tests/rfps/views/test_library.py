import pytest
from django.urls import reverse

from rfps.models import LibraryQuestion, Template
from rfps.services import questions, templates

pytestmark = pytest.mark.django_db

LEGAL_NAME = "built-in:Legal name and registered address of the contracting entity"


@pytest.fixture
def buyer(client_of, procurement):
    return client_of(procurement)


def keep(sponsor, by, now, text="Which tests are sent out?") -> LibraryQuestion:
    data = {"text": text, "type": "text"}
    return questions.keep(organisation=sponsor, data=data, by=by, now=now)


def test_a_question_is_kept_and_dropped(buyer, sponsor):
    typed = {"text": "Tests?", "type": "table", "options": "Test\n\n Laboratory "}
    buyer.post(reverse("question-library"), typed)
    own = LibraryQuestion.objects.get()
    options = own.options

    buyer.post(reverse("library-question-remove", args=[own.pk]))

    assert options == ["Test", "Laboratory"]
    assert LibraryQuestion.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"text": "", "type": "text"}, "text"),
        ({"text": "Tests?", "type": "choice"}, "options"),
        ({"text": "Tests?", "type": "poem"}, "type"),
        ({"text": "Which tests are sent out?", "type": "text"}, "text"),
    ],
)
def test_a_wrong_question_names_the_field(buyer, sponsor, procurement, now, typed, field):
    keep(sponsor, procurement, now)

    response = buyer.post(reverse("question-library"), typed)

    assert list(response.context["form"].errors) == [field]
    assert LibraryQuestion.objects.count() == 1


def test_ticked_questions_are_added_to_the_questionnaire(buyer, draft):
    url = reverse("rfp-library", args=[draft.pk])

    response = buyer.post(url, {"questions": [LEGAL_NAME], "section": ""})

    assert response.url == reverse("rfp-questionnaire", args=[draft.pk])
    assert draft.question_set.get().section.title == "More questions"


@pytest.mark.parametrize(
    "sent", [{}, {"questions": ["own:1"]}, {"questions": [LEGAL_NAME], "section": "0"}]
)
def test_nothing_is_added_from_a_wrong_choice(buyer, draft, sent):
    response = buyer.post(reverse("rfp-library", args=[draft.pk]), sent)

    assert (response.status_code, draft.question_set.count()) == (200, 0)


def test_a_request_becomes_a_template_and_is_deleted_again(buyer, draft):
    url = reverse("rfp-template", args=[draft.pk])
    buyer.post(url, {"name": "Tablets"})
    twice = buyer.post(url, {"name": "Tablets"}).content.decode()
    page = buyer.get(reverse("template-list")).content.decode()

    buyer.post(reverse("template-remove", args=[Template.objects.get().pk]))

    assert "There is a template named Tablets" in twice
    assert "0 facts, 0 questions, 0 grid lines, 5 criteria" in page
    assert Template.objects.count() == 0


def test_a_lot_is_filled_from_a_template(buyer, draft):
    sent = {"lot": draft.lots.get().pk, "template": "built-in:oral-solid"}

    response = buyer.post(reverse("rfp-fill", args=[draft.pk]), sent)

    assert response.url == reverse("rfp-brief", args=[draft.pk])
    assert draft.briefitem_set.filter(label="Batch size").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"lot": "0"}, "lot"), ({"template": ""}, "template"), ({"template": "own:7"}, "template")],
)
def test_a_wrong_filling_names_the_field(buyer, draft, changes, field):
    sent = {"lot": draft.lots.get().pk, "template": "built-in:oral-solid"} | changes

    response = buyer.post(reverse("rfp-fill", args=[draft.pk]), sent)

    assert list(response.context["form"].errors) == [field]
    assert draft.briefitem_set.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_have_a_flat_query_count(
    buyer, draft, sponsor, procurement, now, count, django_assert_num_queries
):
    for number in range(count):
        keep(sponsor, procurement, now, text=f"Question {number}?")
        templates.keep(rfp=draft, name=f"Template {number}", by=procurement, now=now)

    for name, expected in (("template-list", 11), ("question-library", 11)):
        with django_assert_num_queries(expected):
            buyer.get(reverse(name))
    with django_assert_num_queries(13):
        buyer.get(reverse("rfp-library", args=[draft.pk]))


def test_a_stranger_sees_and_removes_none_of_it(
    client_of, stranger, draft, sponsor, procurement, now
):
    question = keep(sponsor, procurement, now, text="Our secret question?")
    template = templates.keep(rfp=draft, name="Our secret", by=procurement, now=now)
    client = client_of(stranger)

    for name in ("template-list", "question-library"):
        assert "Our secret" not in client.get(reverse(name)).content.decode()
    for name, row in (("template-remove", template), ("library-question-remove", question)):
        assert client.post(reverse(name, args=[row.pk])).status_code == 404
    assert (LibraryQuestion.objects.count(), Template.objects.count()) == (1, 1)


@pytest.mark.parametrize("name", ["template-list", "question-library"])
@pytest.mark.parametrize(("who", "status"), [("member", 403), ("evaluator", 403), ("curator", 404)])
def test_they_are_for_procurement(request, client_of, name, who, status):
    client = client_of(request.getfixturevalue(who))

    assert client.get(reverse(name)).status_code == status

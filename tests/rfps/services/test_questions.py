import pytest

from audit.models import Event
from rfps.errors import RFPError
from rfps.models import LibraryQuestion
from rfps.services import questions

pytestmark = pytest.mark.django_db

ASKED = {"text": "Which tests are sent out?", "type": "table", "options": ["Test", "Laboratory"]}
BUILT_IN = "built-in:Legal name and registered address of the contracting entity"


@pytest.fixture
def own(sponsor, procurement, now):
    return questions.keep(organisation=sponsor, data=ASKED, by=procurement, now=now)


def test_a_question_is_kept_once(own, sponsor, procurement, now):
    with pytest.raises(RFPError) as caught:
        questions.keep(organisation=sponsor, data=ASKED, by=procurement, now=now)

    assert str(caught.value) == "This question is in your library already."
    assert LibraryQuestion.objects.get().options == ["Test", "Laboratory"]


def test_questions_are_copied_to_the_end_of_a_section(own, draft, procurement, now):
    section = draft.section_set.create(organisation=draft.organisation, position=1, title="Quality")
    keys = [BUILT_IN, f"own:{own.pk}"]

    for _ in range(2):
        count = questions.copy(rfp=draft, keys=keys, section=section, by=procurement, now=now)

    assert count == 2
    assert list(section.questions.values_list("position", "text", "fact", "options")) == [
        (1, "Legal name and registered address of the contracting entity", "legal_name", []),
        (2, ASKED["text"], "", ["Test", "Laboratory"]),
        (3, "Legal name and registered address of the contracting entity", "legal_name", []),
        (4, ASKED["text"], "", ["Test", "Laboratory"]),
    ]


def test_without_a_section_they_get_one(draft, procurement, now):
    questions.copy(rfp=draft, keys=[BUILT_IN], section=None, by=procurement, now=now)

    assert draft.section_set.get().title == "More questions"
    assert draft.question_set.get().is_mandatory is True
    assert Event.objects.last().summary == "RFP-2026-001: 1 question of the library added"


@pytest.mark.parametrize("key", ["", "own:0", "own:x", "built-in:Nothing", "²"])
def test_a_question_that_is_not_there_adds_nothing(draft, procurement, now, key):
    with pytest.raises(RFPError):
        questions.copy(rfp=draft, keys=[BUILT_IN, key], section=None, by=procurement, now=now)

    assert (draft.section_set.count(), draft.question_set.count()) == (0, 0)


def test_another_sponsors_question_is_not_there(own, draft, other_sponsor, stranger, now):
    theirs = questions.keep(organisation=other_sponsor, data=ASKED, by=stranger, now=now)

    with pytest.raises(RFPError):
        questions.copy(rfp=draft, keys=[f"own:{theirs.pk}"], section=None, by=stranger, now=now)
    offered = [key for _, group in questions.offered(stranger) for key, _ in group]
    assert f"own:{theirs.pk}" in offered
    assert f"own:{own.pk}" not in offered


def test_a_question_is_dropped(own, procurement, now):
    questions.remove(question=own, by=procurement, now=now)

    assert LibraryQuestion.objects.count() == 0

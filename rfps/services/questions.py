"""The question library: what is asked again and again, built in or an organisation's own."""

from django.db import transaction
from django.db.models import Max

from audit import services as audit
from rfps import library
from rfps.errors import RFPError
from rfps.models import LibraryQuestion, Question, Section
from rfps.services import states

BUILT_IN, OWN = "built-in", "own"
NAMES = ("text", "help", "type", "options", "unit", "fact")
NEW_SECTION = "More questions"


def offered(user) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the questions there are, as grouped choices: each a key for ``copy`` and its text."""
    own = LibraryQuestion.objects.for_user(user)
    groups = [("Ours", [(f"{OWN}:{one.pk}", one.text) for one in own])]
    groups += [
        (title, [(f"{BUILT_IN}:{asked['text']}", asked["text"]) for asked in questions])
        for title, questions in library.questions()
    ]
    return [group for group in groups if group[1]]


@transaction.atomic
def copy(*, rfp, keys: list[str], section: Section | None, by, now) -> int:
    """
    Put questions of the library at the end of a section, and return how many came.

    :param section: None makes a new one
    :raises RFPError: once the RFP takes no more changes, or for a question that is not there
    """
    rfp = states.lock_editable(rfp, now)
    found = [_read(key, rfp.organisation_id) for key in keys]
    owner = {"organisation_id": rfp.organisation_id, "rfp": rfp}
    if section is None:
        section = Section.objects.create(
            **owner, title=NEW_SECTION, position=rfp.section_set.count() + 1
        )
    start = rfp.question_set.aggregate(last=Max("position"))["last"] or 0
    Question.objects.bulk_create(
        Question(**owner, section=section, position=place, **asked)
        for place, asked in enumerate(found, start=start + 1)
    )
    words = f"{len(found)} question{'' if len(found) == 1 else 's'}"
    audit.record(
        verb="question.copied",
        target=rfp,
        summary=f"{rfp.number}: {words} of the library added",
        by=by,
        now=now,
        questions=[asked["text"] for asked in found],
    )
    return len(found)


@transaction.atomic
def keep(*, organisation, data: dict, by, now) -> LibraryQuestion:
    """
    Put a question into the organisation's library.

    :param data: the fields named in ``NAMES``
    :raises RFPError: if it is there already
    """
    question, is_new = LibraryQuestion.objects.get_or_create(
        organisation=organisation,
        text=data["text"],
        defaults={name: data[name] for name in NAMES if name in data} | {"created_at": now},
    )
    if not is_new:
        raise RFPError("This question is in your library already.")
    summary = f"Question kept: {question.text}"[:500]
    audit.record(verb="question.kept", target=question, summary=summary, by=by, now=now)
    return question


@transaction.atomic
def remove(*, question, by, now) -> None:
    """Take a question out of the library; requests that ask it go on asking."""
    summary = f"Question dropped: {question.text}"[:500]
    audit.record(verb="question.dropped", target=question, summary=summary, by=by, now=now)
    question.delete()


def _read(key: str, organisation_id: int) -> dict:
    kind, _, name = key.partition(":")
    if kind == OWN and name.isascii() and name.isdigit() and len(name) < 19:
        own = LibraryQuestion.objects.filter(organisation_id=organisation_id, pk=int(name)).first()
        if own:
            return {field: getattr(own, field) for field in NAMES}
    for _, questions in library.questions():
        for asked in questions:
            if kind == BUILT_IN and asked["text"] == name:
                return asked
    raise RFPError("A question is not in the library any more: choose again.")

"""Every program page: a stranger meets 404, a visitor the login, a colleague without the role 403."""

import pytest
from django.db.models import Q
from django.urls import reverse

from accounts.choices import Role
from accounts.models import OwnedQuerySet
from programs.models.program import ProgramQuerySet
from tests.factories.accounts import person
from tests.factories.programs import KeptPlanFactory, ProgramFactory, ProgramMemberFactory
from tests.factories.vendors import CapabilityFactory, CapabilityLineFactory
from vendors.models import Vendor

pytestmark = pytest.mark.django_db

READ = [
    ("program-detail", "program"),
    ("package-detail", "package"),
    ("shortlist-detail", "shortlist"),
    ("plan-detail", "program"),
    ("plan-export", "program"),
    ("plan-kept", "kept"),
    ("plan-kept-export", "kept"),
    ("entry-detail", "entry"),
    ("shortlist-export", "shortlist"),
]
CHANGE = [
    ("get", "program-edit", "program"),
    ("post", "program-edit", "program"),
    ("post", "program-propose", "program"),
    ("post", "fact-confirm", "program"),
    ("post", "need-add", "program"),
    ("get", "package-merge", "program"),
    ("post", "package-merge", "program"),
    ("post", "package-detail", "package"),
    ("post", "package-rename", "package"),
    ("post", "package-split", "package"),
    ("get", "package-gates", "package"),
    ("post", "package-gates", "package"),
    ("post", "shortlist-add", "package"),
    ("post", "need-remove", "need"),
    ("get", "gate-waive", "gate"),
    ("post", "gate-waive", "gate"),
    ("post", "waiver-withdraw", "waiver"),
    ("post", "entry-note", "entry"),
    ("post", "entry-remove", "entry"),
    ("post", "plan-keep", "program"),
    ("post", "entry-sign", "entry"),
]
SHARE = [("get", "shortlist-share", "shortlist"), ("post", "shortlist-share", "shortlist")]
EXPORTS = ["plan-export", "plan-kept-export", "shortlist-export"]
EVERY = [("get", *page) for page in READ] + CHANGE + SHARE


@pytest.fixture
def address(request, program, need, waiver, entry, fact):
    """Give the address of a page and data that would be in order."""
    CapabilityLineFactory(capability=CapabilityFactory(code=need.slot))
    rows = {
        "program": program,
        "package": need.package,
        "need": need,
        "gate": waiver.gate,
        "waiver": waiver,
        "entry": entry,
        "shortlist": entry.shortlist,
        "kept": KeptPlanFactory(program=program),
    }
    more = {"fact-confirm": ["dosage_form"]} | {name: ["pdf"] for name in EXPORTS}

    def make(name, row):
        return reverse(name, args=[rows[row].pk, *more.get(name, [])])

    return make


@pytest.fixture
def data(entry):
    return {"vendor": str(Vendor.objects.first().pk), "value": "VIAL", "name": "x", "note": "x"}


@pytest.mark.parametrize(("method", "name", "row"), EVERY)
def test_stranger_meets_404(client_of, stranger, address, data, method, name, row):
    answer = getattr(client_of(stranger), method)(address(name, row), data)

    assert answer.status_code == 404


@pytest.mark.parametrize(("method", "name", "row"), EVERY)
def test_visitor_is_sent_to_the_login(client, address, data, method, name, row):
    answer = getattr(client, method)(address(name, row), data)

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(("method", "name", "row"), CHANGE)
def test_colleague_who_did_not_register_it_may_not_change_it(
    client_of, member, address, data, method, name, row
):
    answer = getattr(client_of(member), method)(address(name, row), data)

    assert answer.status_code == 403
    assert "A program lead, procurement, or the person who registered it" in answer.text


@pytest.mark.parametrize(("name", "row"), READ)
@pytest.mark.parametrize("role", ["member", "evaluator", "procurement", "org_admin"])
def test_every_colleague_may_read(request, client_of, address, name, row, role):
    answer = client_of(request.getfixturevalue(role)).get(address(name, row))

    assert answer.status_code == 200


def test_reader_finds_no_button_that_would_refuse(client_of, evaluator, address):
    for name, row in [page for page in READ if page[0] not in EXPORTS]:
        page = client_of(evaluator).get(address(name, row)).text
        targets = {reverse("organisation-switch", args=[evaluator.acting_id])}
        forms = [line for line in page.split('method="post"')[1:] if "/programs/" in line[:200]]

        assert [form[:120] for form in forms if "/share/" not in form[:120]] == [], targets


@pytest.mark.parametrize("role", ["curator", "stranger"])
def test_lists_of_others_do_not_show_it(request, client_of, address, role):
    user = request.getfixturevalue(role)

    page = client_of(user).get(reverse("program-list"))

    assert page.status_code == (404 if role == "curator" else 200)
    assert "AUR-7" not in page.text


def test_member_may_register_and_change_what_they_registered(client_of, member, sponsor):
    program = ProgramFactory(organisation=sponsor, created_by=member)

    register = client_of(member).get(reverse("program-create"))
    change = client_of(member).get(reverse("program-edit", args=[program.pk]))

    assert (register.status_code, change.status_code) == (200, 200)


def test_evaluator_may_not_register(client_of, evaluator):
    answer = client_of(evaluator).get(reverse("program-create"))

    assert answer.status_code == 403
    assert "member or program lead or procurement" in answer.text


def test_creator_without_a_role_any_more_may_only_read(client_of, sponsor):
    creator = person(sponsor, Role.EVALUATOR)
    program = ProgramFactory(organisation=sponsor, created_by=creator)

    assert client_of(creator).get(program.get_absolute_url()).status_code == 200
    assert client_of(creator).get(reverse("program-edit", args=[program.pk])).status_code == 403


@pytest.mark.parametrize(("name", "row"), READ)
def test_team_program_is_for_its_team(client_of, address, program, member, procurement, name, row):
    program.visibility = "team"
    program.save()
    ProgramMemberFactory(program=program, user=member)

    assert client_of(member).get(address(name, row)).status_code == 200
    assert client_of(procurement).get(address(name, row)).status_code == 404


def test_team_program_is_not_in_the_list_of_others(client_of, program, procurement):
    program.visibility = "team"
    program.save()

    assert "AUR-7" not in client_of(procurement).get(reverse("program-list")).text


@pytest.mark.parametrize("name", ["program-detail", "package-detail", "shortlist-detail"])
def test_unknown_id_meets_404(client_of, lead, name):
    url = reverse(name, args=["00000000-0000-4000-8000-000000000000"])

    assert client_of(lead).get(url).status_code == 404


@pytest.fixture
def without_the_first_wall(monkeypatch):
    """Remove the queryset rule: the database alone must keep strangers out."""
    monkeypatch.setattr(OwnedQuerySet, "for_user", lambda self, user: self)
    monkeypatch.setattr(ProgramQuerySet, "for_user", lambda self, user: self.filter(Q()))


@pytest.mark.usefixtures("without_the_first_wall")
@pytest.mark.parametrize(("name", "row"), READ)
def test_second_wall_holds_alone_on_a_page(client_of, lead, stranger, address, name, row):
    assert client_of(lead).get(address(name, row)).status_code == 200
    assert client_of(stranger).get(address(name, row)).status_code == 404


@pytest.mark.usefixtures("without_the_first_wall", "address")
def test_second_wall_holds_alone_on_the_list(client_of, lead, stranger):
    assert "AUR-7" in client_of(lead).get(reverse("program-list")).text
    assert "AUR-7" not in client_of(stranger).get(reverse("program-list")).text

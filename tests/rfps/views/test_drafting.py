import pytest
from django.urls import reverse

from rfps.models import RFP
from rfps.services import templates
from tests.factories.programs import ShortlistEntryFactory, ShortlistFactory, WorkPackageFactory
from tests.rfps.views.test_sponsor import typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client_of, procurement):
    return client_of(procurement)


@pytest.fixture
def second(package, vendors):
    other = WorkPackageFactory(program=package.program, name="Testing", position=2)
    shortlist = ShortlistFactory(package=other)
    ShortlistEntryFactory(shortlist=shortlist, vendor=vendors[0])
    return shortlist


def new(*shortlists) -> str:
    chosen = "&".join(f"shortlist={one.pk}" for one in shortlists)
    return f"{reverse('rfp-create')}?{chosen}"


def test_several_packages_become_lots_of_one_request(buyer, shortlist, second):
    buyer.post(new(second, shortlist), typed())

    rfp = RFP.objects.get()
    assert [lot.title for lot in rfp.lots.all()] == ["Drug product", "Testing"]
    assert rfp.invitations.count() == 3


def test_shortlists_of_two_programs_are_refused_with_a_sentence(buyer, shortlist, sponsor, vendors):
    other = ShortlistFactory(package__program__organisation=sponsor)
    ShortlistEntryFactory(shortlist=other, vendor=vendors[0])

    page = buyer.post(new(shortlist, other), typed()).content.decode()

    assert "The lots of a request belong to one program" in page
    assert RFP.objects.count() == 0


def test_the_form_proposes_dates_a_title_and_a_template(buyer, shortlist, package):
    package.needs.update(capabilities=["M4.06"])

    form = buyer.get(new(shortlist)).context["form"]

    assert form["title"].value() == "AUR-114 Drug product"
    assert form["start_1"].value() == "built-in:oral-solid"
    assert [name for name, _ in form.parts] == ["Request", "Schedule", "Content"]
    assert None not in [form[name].value() for name in ("intent", "deadline", "opening")]


def test_a_draft_starts_from_the_template_chosen_and_its_writer_opens(
    buyer, shortlist, procurement
):
    buyer.post(new(shortlist), typed(start_1="built-in:oral-solid"))

    rfp = RFP.objects.get()
    assert rfp.briefitem_set.filter(label="Batch size").exists()
    assert [opener.user for opener in rfp.openers.all()] == [procurement]


def test_a_draft_starts_from_an_earlier_request(buyer, shortlist, draft):
    draft.criterion_set.filter(name="Price").update(name="Cost")

    buyer.post(new(shortlist), typed(start_1=f"rfp:{draft.pk}"))

    clone = RFP.objects.exclude(pk=draft.pk).get()
    assert clone.criterion_set.filter(name="Cost").exists()


@pytest.mark.parametrize("start", ["own:1", "built-in:nothing", "x"])
def test_a_template_that_is_not_offered_is_refused(buyer, shortlist, start):
    response = buyer.post(new(shortlist), typed(start_1=start))

    assert "start_1" in response.context["form"].errors
    assert RFP.objects.count() == 0


def test_an_impossible_order_is_refused_at_its_field(buyer, shortlist):
    response = buyer.post(new(shortlist), typed(opening="2026-11-30T10:00", decision=""))

    assert RFP.objects.count() == 0
    assert set(response.context["form"].errors) <= {"opening", "deadline"}


def test_little_time_is_warned_of_and_saved(buyer, draft, now):
    soon = typed()["deadline"].replace(typed()["deadline"][:10], f"{now:%Y}-12-31")
    page = buyer.post(
        reverse("rfp-edit", args=[draft.pk]), typed(deadline=soon), follow=True
    ).content.decode()

    assert "working days to answer" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_choice_has_a_flat_query_count(
    buyer, package, vendors, count, django_assert_num_queries
):
    for place in range(count):
        listed = ShortlistFactory(
            package=WorkPackageFactory(program=package.program, position=place)
        )
        ShortlistEntryFactory(shortlist=listed, vendor=vendors[0])

    with django_assert_num_queries(11):
        buyer.get(reverse("rfp-create"))


RULES = {
    "shows_submitted": "on",
    "terms": "Ours.",
    "blinded_title": "",
    "synopsis": "",
    "cda_text": "",
}


def rule(buyer, draft, **changes):
    sent = {name: value for name, value in (RULES | changes).items() if value is not None}
    return buyer.post(reverse("rfp-rules", args=[draft.pk]), sent)


def test_the_rules_of_a_draft_are_saved(buyer, draft, procurement, colleague):
    rule(buyer, draft, first=procurement.pk, second=colleague.pk, shows_submitted=None)

    rfp = RFP.objects.get()
    assert (rfp.shows_submitted, rfp.terms, rfp.needs_cda) == (False, "Ours.", False)
    assert {opener.user for opener in rfp.openers.all()} == {procurement, colleague}


def test_the_synopsis_is_proposed_from_the_program(buyer, draft):
    draft.program.blinded_synopsis = "An oral tablet."
    draft.program.save()

    form = buyer.get(reverse("rfp-rules", args=[draft.pk])).context["form"]

    assert form["synopsis"].value() == "An oral tablet."
    assert form["cda_text"].value().startswith("1. You receive information")


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"needs_cda": "on"}, {"blinded_title", "synopsis", "cda_text"}),
        (
            {
                "needs_cda": "on",
                "blinded_title": "Tablets of auroral therapeutics",
                "synopsis": "For AUR-114.",
                "cda_text": "x",
            },
            {"blinded_title", "synopsis"},
        ),
        ({"first": ""}, {"first"}),
        ({"first": "0"}, {"first"}),
    ],
)
def test_wrong_rules_are_refused_at_their_fields(buyer, draft, procurement, changes, fields):
    response = rule(buyer, draft, **({"first": procurement.pk} | changes))

    assert set(response.context["form"].errors) == fields
    assert RFP.objects.get().terms == ""


def test_a_member_and_a_stranger_cannot_be_named(buyer, draft, member, stranger):
    for user in (member, stranger):
        assert "first" in rule(buyer, draft, first=user.pk).context["form"].errors


def test_one_person_is_not_two(buyer, draft, procurement):
    response = rule(buyer, draft, first=procurement.pk, second=procurement.pk)

    assert response.context["form"].errors == {"second": ["Choose another person, or nobody."]}


def test_the_rules_of_an_issued_request_stay(buyer, issued, procurement):
    response = rule(buyer, issued, first=procurement.pk)

    assert "only a draft can be edited" in response.content.decode()


def test_templates_of_another_sponsor_are_not_offered(client_of, stranger, draft, procurement, now):
    templates.keep(rfp=draft, name="Secret tablets", by=procurement, now=now)
    theirs = ShortlistFactory(package__program__organisation=stranger.organisation)

    page = client_of(stranger).get(new(theirs)).content.decode()

    assert "Secret tablets" not in page

from decimal import Decimal

import pytest
from django.urls import reverse

from programs.models import Waiver
from programs.services import program as programs
from tests.factories.programs import NeedFactory, WorkPackageFactory
from tests.factories.vendors import VendorFactory

pytestmark = pytest.mark.django_db


def row(need, **changes):
    data = {
        "priority": need.priority,
        "weight": str(need.weight),
        "minimum_evidence": str(int(need.minimum_evidence)),
        "note": need.note,
    } | changes
    return {f"need-{need.pk}-{name}": value for name, value in data.items()}


@pytest.fixture
def proposed(lead, now, taxonomy):
    data = {
        "code": "AUR-8", "modality": "REC", "current_phase": "P1", "target_phase": "P1",
        "dosage_form": "VIAL",
    }  # fmt: skip
    return programs.register(by=lead, data=data, now=now)


def test_page_says_the_number_the_kind_and_the_reason(client_of, lead, proposed):
    package = proposed.packages.get(key="drug-substance")

    page = client_of(lead).get(reverse("package-detail", args=[package.pk]))

    assert "<b>4 needs</b> of AUR-8" in page.text
    assert "Core for a recombinant protein in Phase 1: taxonomy M2.06 or M2.08" in page.text
    assert page.context["serving"].kind == "CDMO"


def test_saved_table_changes_only_what_was_changed(client_of, lead, package):
    one, two = NeedFactory.create_batch(2, package=package)
    data = row(one, weight="5", minimum_evidence="3", note="Two lots") | row(two)

    page = client_of(lead).post(reverse("package-detail", args=[package.pk]), data, follow=True)

    one.refresh_from_db()
    two.refresh_from_db()
    assert "1 of 2 needs changed." in page.text
    assert (one.weight, one.minimum_evidence, one.note) == (Decimal(5), 3, "Two lots")
    assert one.edited_fields == ["minimum_evidence", "note", "weight"]
    assert two.edited_fields == []


def test_wrong_row_saves_nothing_and_keeps_what_was_typed(client_of, lead, package):
    one, two = NeedFactory.create_batch(2, package=package)
    data = row(one, note="Keep me") | row(two, weight="0")

    page = client_of(lead).post(reverse("package-detail", args=[package.pk]), data)

    one.refresh_from_db()
    assert "A weight must be above zero; remove the need instead." in page.text
    assert 'value="Keep me"' in page.text
    assert one.note == ""


@pytest.mark.parametrize(
    "changes", [{"priority": "moon"}, {"minimum_evidence": "9"}, {"weight": "x"}, {"weight": "NaN"}]
)
def test_tampered_row_is_refused(client_of, lead, need, changes):
    page = client_of(lead).post(
        reverse("package-detail", args=[need.package_id]), row(need, **changes)
    )

    assert page.status_code == 200
    assert "1 need needs another look" in page.text


def test_alternatives_are_chosen_in_the_table(client_of, lead, proposed):
    package = proposed.packages.get(key="drug-substance")
    data = {}
    for need in package.needs.all():
        data |= row(need)
    host = package.needs.get(slot="EXPR")
    data[f"need-{host.pk}-capabilities"] = ["M2.08"]

    client_of(lead).post(reverse("package-detail", args=[package.pk]), data)

    host.refresh_from_db()
    assert host.capabilities == ["M2.08"]
    assert host.label == "Microbial / yeast drug substance, GMP (clinical & commercial)"


def test_optional_need_is_added_from_the_page(client_of, lead, proposed):
    package = proposed.packages.get(key="supply")
    page = client_of(lead).get(reverse("package-detail", args=[package.pk]))
    offered = [slot.slot for _, slots in page.context["options"] for slot in slots]

    client_of(lead).post(reverse("need-add", args=[proposed.pk]), {"phase": "P1", "slot": "M6.07"})

    assert offered == ["M6.07"]
    assert package.needs.filter(slot="M6.07").exists()


def test_need_that_is_not_offered_is_refused_with_a_sentence(client_of, lead, program, taxonomy):
    page = client_of(lead).post(
        reverse("need-add", args=[program.pk]), {"phase": "P1", "slot": "M9.99"}, follow=True
    )

    assert "This need cannot be added, or is there already." in page.text


def test_removed_need_is_offered_again(client_of, lead, proposed):
    need = proposed.needs.get(slot="M6.05")

    page = client_of(lead).post(reverse("need-remove", args=[need.pk]), follow=True)

    assert not proposed.needs.filter(slot="M6.05").exists()
    assert {slot.slot for _, slots in page.context["options"] for slot in slots} == {
        "M6.05",
        "M6.07",
    }


def test_merge_by_form(client_of, lead, program):
    both = WorkPackageFactory.create_batch(2, program=program)
    for package in both:
        NeedFactory(package=package)
    data = {"name": "Integrated CDMO", "packages": [str(package.pk) for package in both]}

    page = client_of(lead).post(reverse("package-merge", args=[program.pk]), data, follow=True)

    assert "Integrated CDMO now holds 2 needs." in page.text


def test_merge_opens_with_the_package_one_comes_from(client_of, lead, package):
    url = reverse("package-merge", args=[package.program_id])

    page = client_of(lead).get(url, {"package": package.key})

    assert page.text.count(" checked") == 1


def test_merge_of_one_package_is_refused_in_the_form(client_of, lead, package):
    data = {"name": "One", "packages": [str(package.pk)]}

    page = client_of(lead).post(reverse("package-merge", args=[package.program_id]), data)

    assert "Choose two or more packages of one program." in page.text
    assert 'value="One"' in page.text


def test_merge_knows_no_package_of_another_program(client_of, lead, package, sponsor):
    foreign = WorkPackageFactory(program__organisation=sponsor)
    data = {"name": "Two", "packages": [str(package.pk), str(foreign.pk)]}

    page = client_of(lead).post(reverse("package-merge", args=[package.program_id]), data)

    assert "Select a valid choice." in page.text


def test_split_by_ticks(client_of, lead, package):
    one, _ = NeedFactory.create_batch(2, package=package)
    data = {"name": "Lyophilisation", "need": [str(one.pk), "x", "²", "999999", "9" * 30]}

    page = client_of(lead).post(reverse("package-split", args=[package.pk]), data, follow=True)

    assert "Lyophilisation is a package of its own now." in page.text
    assert page.context["need_count"] == 1


def test_split_without_a_tick_says_so(client_of, lead, need):
    page = client_of(lead).post(
        reverse("package-split", args=[need.package_id]), {"name": "New"}, follow=True
    )

    assert "Tick the needs that should move." in page.text


def test_rename(client_of, lead, package):
    url = reverse("package-rename", args=[package.pk])

    renamed = client_of(lead).post(url, {"name": "Fill and finish"}, follow=True)
    refused = client_of(lead).post(url, {"name": ""}, follow=True)

    assert "<h1>Fill and finish</h1>" in renamed.text
    assert "Give the package a name of up to 120 characters." in refused.text


def test_gates_by_form(client_of, lead, package, gate):
    data = {
        "gxp": "on", "warning_years": "5", "country_mode": "exclude", "countries": "us, cn",
    }  # fmt: skip

    page = client_of(lead).post(reverse("package-gates", args=[package.pk]), data, follow=True)

    assert {found.kind: found.parameters for found in package.gates.all()} == {
        "gxp": {},
        "warning_letter": {"years": 5},
        "country": {"mode": "exclude", "countries": ["CN", "US"]},
    }
    assert "No sites in CN, US" in page.text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"country_mode": "allow"}, "Name at least one country."),
        ({"country_mode": "allow", "countries": "Germany"}, "Not a two-letter country code"),
        ({"warning_years": "0"}, "greater than or equal to 1"),
        ({"country_mode": "sometimes"}, "Select a valid choice."),
    ],
)
def test_wrong_gates_are_refused_in_the_form(client_of, lead, package, data, message):
    page = client_of(lead).post(reverse("package-gates", args=[package.pk]), data)

    assert message in page.text
    assert package.gates.count() == 0


def test_waiver_asks_for_the_reason(client_of, lead, gate):
    vendor = VendorFactory(name="Fernhollow")
    url = reverse("gate-waive", args=[gate.pk])

    asked = client_of(lead).get(url, {"vendor": vendor.pk})
    refused = client_of(lead).post(url, {"vendor": vendor.pk, "reason": " "})
    client_of(lead).post(url, {"vendor": vendor.pk, "reason": "Audited in May"})

    assert "Waive a gate for Fernhollow" in asked.text
    assert "This field is required." in refused.text
    assert Waiver.objects.get().reason == "Audited in May"


@pytest.mark.parametrize("vendor", ["", "x", "999999", "-1", "²", "9" * 30])
def test_waiver_for_nobody_meets_404(client_of, lead, gate, vendor):
    answer = client_of(lead).get(reverse("gate-waive", args=[gate.pk]), {"vendor": vendor})

    assert answer.status_code == 404


def test_waiver_for_a_vendor_that_is_not_listed_meets_404(client_of, lead, gate):
    draft = VendorFactory(state="draft")

    answer = client_of(lead).get(reverse("gate-waive", args=[gate.pk]), {"vendor": draft.pk})

    assert answer.status_code == 404


def test_withdrawn_waiver_is_gone(client_of, lead, waiver):
    client_of(lead).post(reverse("waiver-withdraw", args=[waiver.pk]))

    assert Waiver.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3, 100])
def test_page_query_count_is_flat(
    client_of, lead, package, taxonomy, count, django_assert_num_queries
):
    NeedFactory.create_batch(count, package=package)

    client = client_of(lead)

    with django_assert_num_queries(21):
        client.get(reverse("package-detail", args=[package.pk]))


@pytest.mark.parametrize("vendor", ["", "²", "9" * 5000, "1\0"])
def test_waiver_for_what_is_no_vendor_meets_404(client_of, lead, gate, vendor):
    url = reverse("gate-waive", args=[gate.pk])

    asked = client_of(lead).get(url, {"vendor": vendor})
    answered = client_of(lead).post(url, {"vendor": vendor, "reason": "x"})

    assert (asked.status_code, answered.status_code) == (404, 404)


@pytest.mark.parametrize("need", ["²", "9" * 5000, "1\0"])
def test_split_passes_over_what_is_no_need(client_of, lead, package, need):
    NeedFactory(package=package)
    data = {"name": "New", "need": need}

    page = client_of(lead).post(reverse("package-split", args=[package.pk]), data, follow=True)

    assert "Tick the needs that should move." in page.text


def test_split_refuses_a_name_with_a_nul_character(client_of, lead, package):
    one, _ = NeedFactory.create_batch(2, package=package)
    data = {"name": "a\0b", "need": one.pk}

    page = client_of(lead).post(reverse("package-split", args=[package.pk]), data, follow=True)

    assert "Give the package a name of up to 120 characters." in page.text


def test_merge_ticks_nothing_for_a_tampered_key(client_of, lead, package):
    url = reverse("package-merge", args=[package.program_id])

    page = client_of(lead).get(url, {"package": ["a\0b", package.key]})

    assert page.context["form"].initial == {"packages": [package]}


def fields(page, need) -> dict:
    """Return what the open page would send for a need, as it stands."""
    sent = {}
    for group in page.context["groups"]:
        for _, form in group[1]:
            if form.instance.pk == need.pk:
                sent = {form["seen"].html_name: form.seen_again}
    return row(need) | sent


def test_two_people_who_edit_one_table_lose_nothing(client_of, lead, procurement, package):
    one, two = NeedFactory.create_batch(2, package=package, weight=Decimal(3))
    url = reverse("package-detail", args=[package.pk])
    first, second = client_of(lead), client_of(procurement)
    theirs, ours = first.get(url), second.get(url)

    first.post(url, fields(theirs, one) | row(one, weight="5") | fields(theirs, two))
    saved = second.post(
        url, fields(ours, one) | row(one, note="Two lots") | fields(ours, two), follow=True
    )

    one.refresh_from_db()
    assert "1 of 2 needs changed." in saved.text
    assert (one.weight, one.note) == (Decimal(5), "Two lots")


def test_second_who_changes_the_same_field_is_told_and_may_insist(
    client_of, lead, procurement, package
):
    need = NeedFactory(package=package, weight=Decimal(3))
    url = reverse("package-detail", args=[package.pk])
    first, second = client_of(lead), client_of(procurement)
    ours = second.get(url)
    first.post(url, fields(first.get(url), need) | row(need, weight="5"))

    told = second.post(url, fields(ours, need) | row(need, weight="7"))

    need.refresh_from_db()
    assert need.weight == Decimal(5)
    assert (
        "Somebody has changed this to 5 since you opened the page. "
        "Save again to put yours in its place."
    ) in told.text
    second.post(url, fields(told, need) | row(need, weight="7"))
    need.refresh_from_db()
    assert need.weight == Decimal(7)


def test_need_removed_while_the_table_is_open_is_said(client_of, lead, package):
    one, two = NeedFactory.create_batch(2, package=package)
    url = reverse("package-detail", args=[package.pk])
    data = row(one, note="Two lots") | row(two, note="Gone")
    two.delete()

    page = client_of(lead).post(url, data, follow=True)

    one.refresh_from_db()
    assert one.note == "Two lots"
    assert "Somebody has removed 1 of these needs since you opened the page" in page.text


@pytest.mark.parametrize("seen", ["", "{", "[]", '{"weight": {"a": 1}}', '{"weight": null}'])
def test_tampered_memory_of_what_was_seen_is_no_error(client_of, lead, package, seen):
    need = NeedFactory(package=package, weight=Decimal(3))
    url = reverse("package-detail", args=[package.pk])

    page = client_of(lead).post(url, row(need, weight="4") | {f"need-{need.pk}-seen": seen})

    assert page.status_code in (200, 302)

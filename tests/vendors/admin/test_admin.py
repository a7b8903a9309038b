import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.forms import MultiWidget
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from audit.models import Event
from notifications.models import Email
from tests.factories.vendors import (
    CapabilityLineFactory,
    CertificateFactory,
    ContactFactory,
    GroupConfirmationFactory,
    ProposalFactory,
    RegulatoryActionFactory,
    SiteFactory,
    VendorFactory,
)
from vendors import models
from vendors.choices import Evidence, ListingState, ProposalState

pytestmark = pytest.mark.django_db

REGISTERED = [
    "vendor",
    "site",
    "capabilityline",
    "certificate",
    "capability",
    "claim",
    "proposal",
    "regulatoryaction",
    "merge",
    "trialrecord",
]
VENDORS = reverse("admin:vendors_vendor_changelist")


def full_vendor(**fields):
    line = CapabilityLineFactory(site__vendor=VendorFactory(**fields))
    site = line.site
    ContactFactory(vendor=site.vendor)
    CertificateFactory(site=site)
    GroupConfirmationFactory(vendor=site.vendor, group=line.capability.group)
    RegulatoryActionFactory(site=site)
    ProposalFactory(vendor=site.vendor, site=site)
    return site.vendor


def act(desk, action, *vendors, **data):
    return desk.post(
        VENDORS,
        {"action": action, ACTION_CHECKBOX_NAME: [vendor.pk for vendor in vendors], **data},
        follow=True,
    )


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def form_data(response) -> dict:
    """Return what a browser would send back from a change page, untouched."""
    page = response.context["adminform"].form
    data = {}
    for form in [page, *(f.formset for f in response.context["inline_admin_formsets"])]:
        forms = [form] if form is page else [form.management_form, *form.forms]
        for one in forms:
            for bound in one:
                value, widget = bound.value(), bound.field.widget
                if isinstance(widget, MultiWidget):
                    parts = zip(widget.widgets_names, widget.decompress(value), strict=True)
                    data |= {bound.html_name + name: part or "" for name, part in parts}
                elif value or (value == 0 and value is not False):
                    data[bound.html_name] = value
    return data


@pytest.mark.parametrize("model", REGISTERED)
def test_changelist_query_count_is_flat(desk, model, django_assert_max_num_queries):
    url = reverse(f"admin:vendors_{model}_changelist")
    counts = []
    for more in (1, 2, 97):
        for _ in range(more):
            full_vendor(country="DK")
        with django_assert_max_num_queries(60) as captured:
            assert desk.get(url).status_code == 200
        counts.append(len(captured))

    # Facets ask once per choice, and the number of choices is the same here.
    assert counts[1:] == [counts[1]] * 2


@pytest.mark.parametrize("more", [1, 12])
def test_site_page_query_count_is_flat(desk, more, django_assert_num_queries):
    site = SiteFactory()
    for _ in range(more):
        CapabilityLineFactory(site=site)
        CertificateFactory(site=site)
        RegulatoryActionFactory(site=site)
    url = reverse("admin:vendors_site_change", args=[site.pk])
    desk.get(url)

    with django_assert_num_queries(SITE_PAGE_QUERIES):
        assert desk.get(url).status_code == 200


SITE_PAGE_QUERIES = 16


@pytest.mark.parametrize("model", REGISTERED)
def test_curation_is_closed_to_everybody_else(client, client_of, member, stranger, model):
    url = reverse(f"admin:vendors_{model}_changelist")
    member.is_staff = True
    member.save()

    assert client.get(url).status_code == 302
    assert client_of(stranger).get(url).status_code == 302
    assert client_of(member).get(url).status_code == 403


def test_curators_find_the_directory_and_nothing_of_programs_or_requests(desk):
    page = desk.get(reverse("admin:index"))

    labels = {model["object_name"] for app in page.context["app_list"] for model in app["models"]}
    assert {"Vendor", "Site", "Proposal"} <= labels
    registered = {model._meta.app_label for model in admin.site._registry}
    assert not registered & {"programs", "rfps"}
    with pytest.raises(NoReverseMatch):
        reverse("admin:vendors_relationship_changelist")


@pytest.mark.parametrize("term", ["fernhollow", "3009481127", "ida.lund", "Odense"])
def test_search_finds_a_vendor(desk, term):
    vendor = full_vendor()
    vendor.sites.update(fei="3009481127")

    page = desk.get(VENDORS, {"q": term})

    assert list(page.context["cl"].queryset) == [vendor]


@pytest.mark.parametrize(
    "query",
    ["complete=thin", "proposals=yes", "state=listed", "kind=CDMO", "is_fictional__exact=1"],
)
def test_filters_work_with_facets(desk, query):
    vendor = full_vendor()

    page = desk.get(f"{VENDORS}?{query}&_facets=True")

    assert page.status_code == 200
    found = [vendor] if query != "complete=thin" else []
    assert list(page.context["cl"].queryset) == found


def test_approve_tells_of_each_vendor_what_became_of_it(desk):
    good = full_vendor(name="Ash", state=ListingState.IN_REVIEW)
    draft = full_vendor(name="Birch", state=ListingState.DRAFT)
    empty = VendorFactory(name="Cedar", state=ListingState.IN_REVIEW)

    response = act(desk, "approve", good, draft, empty)

    assert [(one.is_done, one.words) for one in response.context["results"]] == [
        (True, "Ash is listed."),
        (False, "Birch is draft: it cannot become listed."),
        (
            False,
            "Cedar needs at least one site with a capability before it can be listed: it has no site yet.",
        ),
    ]
    assert Email.objects.get().kind == "listing-approved"


def test_many_are_tagged_and_each_refusal_is_named(desk):
    ash, birch = VendorFactory(name="Ash"), VendorFactory(name="Birch", tags=["fair"])

    page = act(desk, "tag", ash, birch)
    response = act(desk, "tag", ash, birch, tag="fair")

    assert 'name="tag"' in page.content.decode()
    assert [(one.is_done, one.words) for one in response.context["results"]] == [
        (True, "Ash has the tag."),
        (False, "Birch has the tag fair already."),
    ]
    assert list(desk.get(f"{VENDORS}?tag=fair").context["cl"].queryset) == [ash, birch]


def test_send_back_asks_for_the_reason_first(desk):
    vendor = full_vendor(name="Ash", state=ListingState.IN_REVIEW)

    page = act(desk, "send_back", vendor)
    vendor.refresh_from_db()
    before = vendor.state
    response = act(desk, "send_back", vendor, reason="Which site fills?")

    vendor.refresh_from_db()
    assert 'name="reason"' in page.content.decode()
    assert before == ListingState.IN_REVIEW
    assert said(response) == ["Ash is sent back."]
    assert (vendor.state, vendor.review_note) == (ListingState.DRAFT, "Which site fills?")
    assert Email.objects.get().kind == "listing-sent-back"


def test_suspend_without_a_reason_asks_again(desk):
    vendor = full_vendor(state=ListingState.LISTED)

    page = act(desk, "suspend", vendor, reason=" ")

    vendor.refresh_from_db()
    assert "This field is required" in page.content.decode()
    assert vendor.state == ListingState.LISTED


def test_suspend_takes_the_vendor_out(desk, client):
    vendor = full_vendor(state=ListingState.LISTED)

    act(desk, "suspend", vendor, reason="Licence withdrawn")

    assert client.get(vendor.get_absolute_url()).status_code == 404


def test_a_change_by_hand_says_who_and_when(desk, curator):
    vendor = full_vendor()
    url = reverse("admin:vendors_vendor_change", args=[vendor.pk])
    data = form_data(desk.get(url)) | {"city": "Svendborg"}

    response = desk.post(url, data)

    vendor.refresh_from_db()
    assert response.status_code == 302
    assert vendor.city == "Svendborg"
    assert (vendor.set_by, vendor.source) == (curator, "Curated by Cura Tor")
    assert vendor.as_of == timezone.localdate()
    assert Event.objects.get(verb="vendor.curated").actor == curator


def test_a_source_typed_by_the_curator_stays(desk, curator):
    vendor = full_vendor()
    url = reverse("admin:vendors_vendor_change", args=[vendor.pk])
    data = form_data(desk.get(url)) | {"source": "Their annual report", "as_of": "2026-03-01"}

    desk.post(url, data)

    vendor.refresh_from_db()
    assert (vendor.source, str(vendor.as_of)) == ("Their annual report", "2026-03-01")


def test_saving_without_a_change_stamps_nothing(desk):
    vendor = full_vendor()
    url = reverse("admin:vendors_vendor_change", args=[vendor.pk])

    desk.post(url, form_data(desk.get(url)))

    vendor.refresh_from_db()
    assert (vendor.set_by, vendor.source) == (None, "Vendor statement")
    assert not Event.objects.filter(verb="vendor.curated").exists()


def test_a_line_is_fixed_on_its_site(desk, curator):
    vendor = full_vendor()
    site = vendor.sites.get()
    untouched = CapabilityLineFactory(site=site, capability__code="Z1.99")
    url = reverse("admin:vendors_site_change", args=[site.pk])
    data = form_data(desk.get(url)) | {
        "lines-0-phases": ["P2", "P3"],
        "lines-0-evidence": Evidence.DOCUMENTED.value,
    }

    response = desk.post(url, data)

    assert response.status_code == 302
    line = site.lines.exclude(pk=untouched.pk).get()
    untouched.refresh_from_db()
    assert (line.phases, line.evidence, line.set_by) == (["P2", "P3"], 2, curator)
    assert (untouched.set_by, untouched.source) == (None, "Vendor statement")


def test_an_fei_typed_by_the_curator_attaches_its_records(desk):
    action = RegulatoryActionFactory(fei="3009481127")
    site = SiteFactory(fei="")
    url = reverse("admin:vendors_site_change", args=[site.pk])

    desk.post(url, form_data(desk.get(url)) | {"fei": "3009481127"})

    action.refresh_from_db()
    assert action.site == site


def test_the_state_cannot_be_typed(desk):
    vendor = full_vendor(state=ListingState.DRAFT)
    url = reverse("admin:vendors_vendor_change", args=[vendor.pk])

    desk.post(url, form_data(desk.get(url)) | {"state": "listed", "city": "Svendborg"})

    vendor.refresh_from_db()
    assert (vendor.state, vendor.city) == (ListingState.DRAFT, "Svendborg")


def test_vendors_sites_and_records_are_never_deleted(desk):
    vendor = full_vendor()
    rows = [vendor, vendor.sites.get(), models.RegulatoryAction.objects.get()]

    for row in rows:
        url = reverse(f"admin:vendors_{row._meta.model_name}_delete", args=[row.pk])
        assert desk.post(url, {"post": "yes"}).status_code == 403


def test_a_deleted_line_leaves_an_event(desk):
    line = full_vendor().sites.get().lines.get()

    desk.post(reverse("admin:vendors_capabilityline_delete", args=[line.pk]), {"post": "yes"})

    assert not models.CapabilityLine.objects.exists()
    assert Event.objects.filter(verb="capabilityline.deleted").count() == 1


def test_line_page_offers_the_certificates_of_its_own_site(desk):
    line = full_vendor().sites.get().lines.get()
    CertificateFactory()

    page = desk.get(reverse("admin:vendors_capabilityline_change", args=[line.pk]))

    offered = page.context["adminform"].form.fields["certificate"].queryset
    assert list(offered) == list(line.site.certificates.all())
    assert desk.get(reverse("admin:vendors_capabilityline_add")).status_code == 200


def test_the_queue_shows_open_proposals_and_decides_on_them(desk):
    vendor = VendorFactory(city="Odense")
    open_one = ProposalFactory(vendor=vendor)
    ProposalFactory(state=ProposalState.REJECTED)
    url = reverse("admin:vendors_proposal_changelist")

    listed = list(desk.get(url).context["cl"].queryset)
    response = desk.post(
        url, {"action": "accept", ACTION_CHECKBOX_NAME: [open_one.pk]}, follow=True
    )

    vendor.refresh_from_db()
    assert listed == [open_one]
    assert said(response) == [f"{open_one}: accepted."]
    assert vendor.city == "Svendborg"


def test_unattached_records_can_be_filtered_and_attached(desk, curator):
    site = SiteFactory()
    loose = RegulatoryActionFactory()
    RegulatoryActionFactory(site=site)

    queue = reverse("admin:vendors_regulatoryaction_changelist")
    listed = list(desk.get(queue, {"attached": "no"}).context["cl"].queryset)
    url = reverse("admin:vendors_regulatoryaction_change", args=[loose.pk])
    desk.post(url, form_data(desk.get(url)) | {"site": site.pk})

    loose.refresh_from_db()
    assert listed == [loose]
    assert (loose.site, loose.set_by) == (site, curator)


def test_the_taxonomy_is_read_only(desk):
    leaf = CapabilityLineFactory().capability

    assert desk.get(reverse("admin:vendors_capability_add")).status_code == 403
    url = reverse("admin:vendors_capability_change", args=[leaf.pk])
    assert desk.get(url).status_code == 200
    assert desk.post(url, {"label": "X"}).status_code == 403


def test_autocomplete_offers_no_retired_leaf(desk, now):
    line = CapabilityLineFactory(capability__code="Z1.01")
    CapabilityLineFactory(capability__code="Z1.02", capability__retired_at=now)

    found = desk.get(
        reverse("admin:autocomplete"),
        {
            "term": "Z1",
            "app_label": "vendors",
            "model_name": "capabilityline",
            "field_name": "capability",
        },
    ).json()

    assert [one["id"] for one in found["results"]] == [line.capability_id]


def test_a_site_with_many_lines_can_be_saved(desk):
    site = SiteFactory()
    for _ in range(80):
        CapabilityLineFactory(site=site, phases=["P1", "P2", "P3"], modalities=["SM", "MAB"])
    url = reverse("admin:vendors_site_change", args=[site.pk])

    response = desk.post(url, form_data(desk.get(url)) | {"city": "Svendborg"})

    site.refresh_from_db()
    assert (response.status_code, site.city) == (302, "Svendborg")

"""A sponsor with one row of everything, whose words are known, and the address of every page of ours."""

from dataclasses import dataclass, field

from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accounts import services as accounts
from accounts.choices import Role
from audit import acting
from notifications import emails as notification_emails
from notifications.models import Email
from programs.choices import Visibility
from rfps.models import Bid, BidWaiver, Debrief, PaperBid, Recommendation
from rfps.services import panel, questions, templates
from rfps.services import rfp as rfp_services
from tests.addresses import PARTS
from tests.factories import programs as made
from tests.factories import rfps as made_rfps
from tests.factories.accounts import OrganisationFactory, person
from tests.factories.board import ClarificationFactory
from tests.factories.vendors import (
    CapabilityFactory,
    CapabilityLineFactory,
    CertificateFactory,
    ContactFactory,
    ImportFileFactory,
    RelationshipFactory,
    SavedSearchFactory,
    SiteAuditFactory,
    SiteFactory,
    VendorFactory,
    keeper,
)
from tests.rfps.conftest import DEADLINE, token_for
from vendors import claims, drafts
from vendors import questions as questions_to_vendors
from vendors.choices import Modality
from vendors.models import CertificateFile

OURS = ("accounts.", "config.", "demo.", "notifications.", "programs.", "rfps.", "vendors.")

# The words of the sponsor that nobody else may read, by where they stand.
CANARIES = {
    name: f"canary{name}"
    for name in (
        *("organisation", "colleague", "code", "name", "description", "synopsis", "indication"),
        *("package", "need", "need-note", "waiver", "fact", "note"),
        *("title", "message", "standing", "asked", "template", "clarified"),
        *("weights", "kept", "signed", "search", "decided", "debrief", "audited"),
    )
}
# Whoever holds a link reads what it was sent for; that of an RFP opens nothing without its code.
SHOWN_BY_LINK = {
    "colleague-join": {"organisation", "colleague"},
    "digest-stop": {"colleague"},
}


@dataclass
class World:
    """What the foreign sponsor has: the pieces of addresses, and what a form could send."""

    sponsor: object
    people: dict = field(default_factory=dict)
    ids: dict = field(default_factory=dict)
    sent: dict = field(default_factory=dict)


def build(now) -> World:
    """Make the sponsor, one row of each kind, and an issued request with its links."""
    say = CANARIES
    sponsor = OrganisationFactory(name=say["organisation"])
    people = {
        role.value: person(sponsor, role, email=f"{role.value}-{say['colleague']}@a.example")
        for role in (Role.PROCUREMENT, Role.EVALUATOR, Role.ADMIN)
    }
    buyer = people["procurement"]
    vendor = VendorFactory(slug="fernhollow")
    ContactFactory(vendor=vendor)
    site = SiteFactory(vendor=vendor)
    leaf = CapabilityFactory(code="M4.14")
    kept = _kept_profile(vendor, CapabilityLineFactory(site=site, capability=leaf), people, now)
    audited = SiteAuditFactory(organisation=sponsor, site=site, outcome=say["audited"])
    RelationshipFactory(
        organisation=sponsor, vendor=vendor, reason=say["standing"], note=say["standing"]
    )
    search = SavedSearchFactory(
        organisation=sponsor, owner=people["admin"], name=say["search"], is_shared=True
    )
    program = made.ProgramFactory(
        organisation=sponsor,
        created_by=buyer,
        visibility=Visibility.ORGANISATION,
        code=say["code"],
        name=say["name"],
        description=say["description"],
        blinded_synopsis=say["synopsis"],
        indication=say["indication"],
    )
    made.ProgramPhaseFactory(program=program)
    made.OpenFactFactory(program=program, rule=say["fact"], proposed="VIAL")
    package = made.WorkPackageFactory(program=program, name=say["package"])
    need = made.NeedFactory(
        package=package, slot=leaf.code, label=say["need"], note=say["need-note"]
    )
    made.NeedFactory(package=package, label="A second need")
    gate = made.GateFactory(package=package)
    waiver = made.WaiverFactory(gate=gate, vendor=vendor, reason=say["waiver"])
    weights = made.WeightSetFactory(program=program, name=say["weights"])
    shortlist = made.ShortlistFactory(package=package)
    entry = made.ShortlistEntryFactory(shortlist=shortlist, vendor=vendor, note=say["note"])
    plan = made.KeptPlanFactory(program=program, reason=say["kept"])
    made.SignOffFactory(entry=entry, reason=say["signed"])
    invited = accounts.invite_colleague(
        email=f"{say['colleague']}@new.example", roles=[Role.MEMBER], by=people["admin"], now=now
    )
    data = {
        "title": say["title"],
        "kind": "RFP",
        "message": say["message"],
        "deadline_at": DEADLINE,
        "time_zone": "Europe/Zurich",
        "currencies": ["EUR"],
    }
    issued, draft = (
        rfp_services.create(shortlists=[shortlist], by=buyer, data=data, now=now) for _ in range(2)
    )
    rfp_services.issue(rfp=issued, by=buyer, now=now)
    asked = {"text": say["asked"], "type": "text"}
    question = questions.keep(organisation=sponsor, data=asked, by=buyer, now=now)
    template = templates.keep(rfp=draft, name=say["template"], by=buyer, now=now)
    recipient = issued.invitations.get().recipients.get()
    paper = PaperBid.objects.create(
        organisation=sponsor,
        rfp=issued,
        invitation=recipient.invitation,
        received_at=now,
        logged_at=now,
        logged_by=buyer,
    )
    evaluator = panel.name(
        rfp=issued,
        user=people["evaluator"],
        limits={"criteria": [], "sections": [], "names_hidden": False},
        by=buyer,
        now=now,
    )
    with acting.as_invitation(rfp_id=issued.pk, invitation_id=recipient.invitation_id):
        bid = Bid.objects.create(organisation=sponsor, rfp=issued, invitation=recipient.invitation)
    of_rfp = {"organisation": sponsor, "rfp": issued}
    lifted = BidWaiver.objects.create(
        **of_rfp,
        lot=issued.lots.get(),
        bid=bid,
        criterion_key=issued.criterion_set.first().key,
        reason="Said of a bid: shown only once bids are open (tests/rfps/views/test_decision.py)",
        by=buyer,
        at=now,
    )
    recommendation = Recommendation.objects.create(
        **of_rfp,
        record={"reason": say["decided"], "scenario": {}, "prices": {}, "lots": []},
        sha256="0" * 64,
        recommended_by=people["admin"],
        recommended_at=now,
    )
    debrief = Debrief.objects.create(
        **of_rfp,
        invitation=recipient.invitation,
        content={"lots": []},
        words=say["debrief"],
        written_at=now,
    )
    clarification = ClarificationFactory(
        invitation=recipient.invitation, text=say["clarified"], asked_by=buyer
    )
    document = made_rfps.DocumentFactory(rfp=issued, title=say["message"])
    mail = Email.objects.select_related("content").get(kind="rfp-invitation", to=recipient.email)
    joining = Email.objects.select_related("content").get(to=invited.email)
    file = made_rfps.DocumentVersionFactory(document=document, name=f"{say['message']}.pdf")
    ids = {
        "organisation": people["evaluator"].acting_id,
        "membership": people["evaluator"].acting_id,
        "invited": invited.pk,
        "join": joining.content.text.partition("/join/")[2].partition("/")[0],
        "mail": mail.pk,
        "stop": notification_emails.stop_token(people["evaluator"]),
        "program": program.pk,
        "package": package.pk,
        "need": need.pk,
        "gate": gate.pk,
        "waiver": waiver.pk,
        "weights": weights.pk,
        "shortlist": shortlist.pk,
        "entry": entry.pk,
        "vendor": vendor.pk,
        "slug": vendor.slug,
        "search": search.pk,
        "site-audit": audited.pk,
        "import": ImportFileFactory().pk,
        "fact": "dosage_form",
        "kept": plan.pk,
        "kind": "xlsx",
        "rfp": draft.pk,
        "issued": issued.pk,
        "lot": draft.lots.get().pk,
        "line": draft.scope_lines.first().pk,
        "template": template.pk,
        "question": question.pk,
        "invitation": draft.invitations.get().pk,
        "link": token_for(recipient),
        "key": draft.pk,
        "number": 1,
        "name": "head",
        "paper": paper.pk,
        "evaluator": evaluator.pk,
        "bid": bid.pk,
        "lifted": lifted.pk,
        "recommendation": recommendation.pk,
        "award": 4711,  # none: it needs opened bids (tests/rfps/views/test_decision.py has one)
        "debrief": debrief.pk,
        "criterion": draft.criterion_set.first().key,
        "clarification": clarification.pk,
        "recipient": recipient.pk,
        "document": document.pk,
        "file": file.pk,
        **kept,
    }
    return World(sponsor, people, ids, sent(ids, people))


def _kept_profile(vendor, line, people: dict, now) -> dict:
    """Make what a vendor's own pages are about, and a question of the sponsor; return the ids."""
    ida = keeper(vendor)
    document = CertificateFile.objects.create(
        organisation=vendor.organisation,
        name="gmp.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        content=b"x",
    )
    draft = drafts.add(
        vendor=vendor, site=None, kind="site", data={"name": "New works"}, by=ida, now=now
    )
    asker = questions_to_vendors.ask(
        vendor=vendor,
        capability=line.capability,
        phase="",
        modality=Modality.RNA,
        by=people["procurement"],
        now=now,
    )
    address = "claimant@vendor.example"
    claims.claim(vendor=vendor, email=address, name="Claimant", job="", note="", user=None, now=now)
    proving = Email.objects.select_related("content").get(kind="claim-link", to=address)
    return {
        "site": line.site_id,
        "own-line": line.pk,
        "certificate": CertificateFactory(site=line.site).pk,
        "own-file": document.pk,
        "draft": draft.pk,
        "profile-question": asker.question_id,
        "claim": proving.content.text.partition("/claims/")[2].partition("/")[0],
    }


def sent(ids: dict, people: dict) -> dict:
    """Return the fields of all our forms and query strings, in order and with this sponsor's ids."""
    return {
        "program": str(ids["program"]),
        "shortlist": str(ids["shortlist"]),
        "package": "package-0",
        "packages": str(ids["package"]),
        "vendor": str(ids["vendor"]),
        "need": str(ids["need"]),
        "colleague": str(people["evaluator"].pk),
        "contact": "",
        "open": ids["slug"],
        "a": ids["slug"],
        "b": ids["slug"],
        "set": str(ids["weights"]),
        "weighing": "points",
        "value": "VIAL",
        "phase": "P1",
        "slot": "M4.14",
        "note": "x",
        "reason": "x",
        "message": "x",
        "code": "000000",
        "text": "x",
        "zone": "UTC",
        "name": "x",
        "email": "x@example.org",
        "q": "canary",
        "sort": "name",
        "page": "1",
        "enquiries": "1",
        "about": "rfp",
        "kind": "attachment",
        "compare": ids["slug"],
        "query": "phase=P1",
        "capability": "M4.14",
        "group": "M4",
        "job": "x",
        "scheme": "GMP",
        "authority": "x",
        "is_offered": "True",
    }


def patterns(resolver=None) -> list[URLPattern]:
    """Return every address pattern whose view is ours; the admin has its own tests."""
    found = []
    for pattern in (resolver or get_resolver("config.urls")).url_patterns:
        if not isinstance(pattern, URLPattern):
            found += patterns(pattern) if pattern.namespace != "admin" else []
        elif pattern.callback.__module__.startswith(OURS):
            found.append(pattern)
    return found


def pages() -> dict[str, list[str]]:
    """Return the parts of each page's address; a page that PARTS does not know is a KeyError."""
    return {
        pattern.name: PARTS[pattern.name] if pattern.pattern.converters else []
        for pattern in patterns()
    }


def addresses(world: World) -> dict[str, str]:
    return {
        name: reverse(name, args=[world.ids[part] for part in parts])
        for name, parts in pages().items()
    }


def ask(client: Client, method: str, address: str, data: dict, *, is_htmx=False):
    """Request a page with the data in the query string and, by POST, in the body as well."""
    headers = {"HX-Request": "true"} if is_htmx else {}
    if method == "GET":
        return client.get(address, data, headers=headers)
    return client.post(address, data, query_params=data, headers=headers)


def leaks(name: str, response) -> set[str]:
    """Return which of the sponsor's words an answer holds that its page may not show."""
    shown = response.content.decode(errors="replace") + str(response.headers)
    return {
        where
        for where, word in CANARIES.items()
        if where not in SHOWN_BY_LINK.get(name, ()) and word in shown
    }

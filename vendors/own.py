"""A vendor's own page: one reading of its profile, what waits, what was decided, what is asked."""

from datetime import timedelta
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from vendors import completeness, upkeep, wording
from vendors.choices import Evidence, ProposalState
from vendors.models import Capability, Proposal
from vendors.profile import Profile

DECIDED_FOR = timedelta(days=90)
SHOWN = 30


class OwnProfile:
    """Read a vendor's rows once; every part of its page is told from here."""

    def __init__(self, vendor, *, now):
        self.vendor, self.now = vendor, now
        self.today = timezone.localdate(now)
        self.profile = Profile(vendor, today=self.today)

    @cached_property
    def tasks(self) -> list[upkeep.Task]:
        return upkeep.todo(self.vendor, now=self.now)

    @cached_property
    def completeness(self) -> int:
        rows = completeness.annotate(
            type(self.vendor).objects.filter(pk=self.vendor.pk), self.today
        )
        return rows.get().completeness

    @cached_property
    def missing(self) -> list[str]:
        return completeness.missing(self.vendor, self.today)

    # Proposals

    @cached_property
    def _told(self) -> dict[str, list[wording.Told]]:
        recent = Q(state__in=[ProposalState.DRAFT, ProposalState.OPEN]) | Q(
            state__in=[ProposalState.ACCEPTED, ProposalState.REJECTED],
            decided_at__gt=self.now - DECIDED_FOR,
        )
        found: dict[str, list[wording.Told]] = {}
        rows = Proposal.objects.by_vendor().filter(recent, vendor=self.vendor)
        rows = rows.select_related("site", "vendor", "set_by", "question")
        for told in wording.tell(rows.order_by("-decided_at", "created_at", "pk")):
            found.setdefault(told.proposal.state, []).append(told)
        return found

    @property
    def drafts(self) -> list[wording.Told]:
        return self._told.get(ProposalState.DRAFT, [])

    @property
    def waiting(self) -> list[wording.Told]:
        return self._told.get(ProposalState.OPEN, [])

    @property
    def accepted(self) -> list[wording.Told]:
        return self._told.get(ProposalState.ACCEPTED, [])[:SHOWN]

    @property
    def returned(self) -> list[wording.Told]:
        return self._told.get(ProposalState.REJECTED, [])[:SHOWN]

    # Questions

    @cached_property
    def questions(self) -> list:
        """Return the open questions, each with whether an answer is on its way."""
        under_way = {told.proposal.question_id for told in [*self.drafts, *self.waiting]}
        asked = list(
            self.vendor.questions.filter(answered_on=None).select_related("capability", "vendor")
        )
        for question in asked:
            question.is_under_way = question.pk in under_way
        return asked

    # What may be changed and confirmed

    @cached_property
    def sites(self) -> list:
        """Return the sites as the profile shows them, their lines marked as own word or register's."""
        for view in self.profile.sites:
            for line in view.site.lines.all():
                line.is_own_word = line.evidence <= Evidence.DOCUMENTED
        return self.profile.sites

    @cached_property
    def groups(self) -> list[dict]:
        """Return the groups in which the vendor states anything, and whether it can confirm them."""
        under_way = upkeep.groups_under_way(self.vendor)
        rows = []
        for group in self.profile.groups:
            rows.append(
                {
                    "code": group.code,
                    "label": group.label,
                    "offered": sum(row.is_offered for row in group.rows),
                    "absent": len(group.absent),
                    "confirmation": group.confirmation,
                    "is_under_way": group.code in under_way,
                }
            )
        return rows

    @cached_property
    def further_groups(self) -> list[tuple[str, str]]:
        """Return the groups in which nothing is stated: confirmed, they say that nothing is offered."""
        known = {group["code"] for group in self.groups}
        every = Capability.objects.current().order_by("group").values_list("group", "group_label")
        return [(code, label) for code, label in every.distinct() if code not in known]

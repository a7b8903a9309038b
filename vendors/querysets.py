"""The directory's reading words."""

import re

from django.db import models
from django.db.models import Exists, F, Func, Max, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from vendors.choices import Branch, ListingState, VendorKind


def _says(field: str, text: str) -> Q:
    return Q(**{f"{field}__icontains": text}) | Q(**{f"{field}__trigram_word_similar": text})


class CapabilityQuerySet(models.QuerySet):
    def current(self):
        return self.filter(retired_at__isnull=True)


class VendorQuerySet(models.QuerySet):
    def listed(self):
        return self.filter(
            state=ListingState.LISTED, merged_into__isnull=True, private_to__isnull=True
        )

    def for_user(self, user):
        """Return what a user may see: the listed, and what the own organisation has added."""
        seen = Q(state=ListingState.LISTED, private_to__isnull=True)
        if user.is_authenticated and user.organisation_id:
            seen |= Q(private_to_id=user.organisation_id)
        return self.filter(seen, merged_into__isnull=True)

    def names(self, pks) -> dict[int, str]:
        return dict(self.order_by().filter(pk__in=pks).values_list("pk", "name"))

    def of_branch(self, branch: Branch):
        return self.filter(kind__in=[VendorKind(branch), VendorKind.BOTH])

    def offering(self, lines):
        """Keep the vendors with at least one of these lines at a site."""
        return self.filter(Exists(lines.filter(site__vendor=OuterRef("pk"))))

    def search(self, text: str, *, sites, lines):
        """
        Keep what a person may mean: a name, a city, a capability, an FEI or a DUNS number.

        Names and capabilities tolerate typing errors by their trigrams; a word counts when it is
        somewhere inside a longer name.

        :param sites: all sites, :param lines: all lines, of which the vendors' own are looked at
        """
        own = {"vendor": OuterRef("pk")}
        found = _says("name", text) | _says("legal_name", text) | Q(city__icontains=text)
        found |= Q(trading__icontains=text)
        found |= Exists(sites.filter(Q(city__icontains=text) | Q(name__icontains=text), **own))
        found |= Exists(
            lines.offered()
            .filter(site__vendor=OuterRef("pk"))
            .filter(_says("capability__label", text))
        )
        number = re.sub(r"[\s-]", "", text).lstrip("0")
        if number.isdecimal():
            duns = number.zfill(9)
            found |= Q(duns=duns) | Exists(sites.filter(Q(fei=number) | Q(duns=duns), **own))
        return self.alias(
            trading=Func(
                F("trading_names"),
                Value(" "),
                function="array_to_string",
                output_field=models.TextField(),
            )
        ).filter(found)

    def best_first(self, lines):
        """Order by the best evidence among these lines, then by how much there is of it, then by name."""
        own = lines.filter(site__vendor=OuterRef("pk")).order_by().values("site__vendor")
        return self.annotate(
            best=Coalesce(Subquery(own.annotate(best=Max("evidence")).values("best")), 0),
            proofs=Coalesce(Subquery(own.annotate(sum=Sum("evidence")).values("sum")), 0),
        ).order_by("-best", "-proofs", "name", "pk")


class CapabilityLineQuerySet(models.QuerySet):
    def offered(self):
        return self.filter(is_offered=True)

    def of_leaves(self, codes):
        return self.filter(capability__in=codes)

    def stating(self, *, phases=(), modalities=(), forms=(), evidence=None, countries=()):
        """
        Keep the lines that state all of it themselves.

        A line's evidence holds for its own cross-product, so the axes must meet on one line. What a
        line does not state is unknown and does not count.
        """
        found = self
        if phases:
            found = found.filter(phases__overlap=[*phases])
        if modalities:
            found = found.filter(modalities__overlap=[*modalities])
        if forms:
            found = found.filter(dosage_forms__overlap=[*forms])
        if evidence:
            found = found.filter(evidence__gte=evidence)
        if countries:
            found = found.filter(site__country__in=[*countries])
        return found


class CertificateQuerySet(models.QuerySet):
    def in_force(self, day):
        """Return the certificates valid on a day; one without an expiry date counts as valid."""
        return self.filter(
            Q(issued_on__isnull=True) | Q(issued_on__lte=day),
            Q(expires_on__isnull=True) | Q(expires_on__gte=day),
        )

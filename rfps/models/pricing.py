"""How prices are compared: the rule that vendors read, and the rates, frozen at the opening."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Owned, User
from rfps.choices import Currency, PriceFormula
from rfps.models.rfp import RFP, Lot, OwnedByRFPQuerySet


class PriceRule(Owned):
    """The price formula and the currency of comparison; a request without one has the defaults."""

    rfp = models.OneToOneField(RFP, on_delete=models.CASCADE, related_name="price_rule")
    formula = models.CharField(
        max_length=10, choices=PriceFormula.choices, default=PriceFormula.ANCHORED
    )
    currency = models.CharField(max_length=3, choices=Currency.choices)

    objects = OwnedByRFPQuerySet.as_manager()

    def __str__(self):
        return f"price rule of {self.rfp}"


class PriceAnchors(Owned):
    """The total for a lot that earns full points, and the one that earns none, as published."""

    rfp = models.ForeignKey(RFP, on_delete=models.CASCADE, related_name="price_anchors")
    lot = models.OneToOneField(Lot, on_delete=models.CASCADE, related_name="price_anchors")
    full_at = models.DecimalField(max_digits=18, decimal_places=2)
    none_at = models.DecimalField(max_digits=18, decimal_places=2)

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["lot__position"]
        verbose_name_plural = "price anchors"
        constraints = [
            models.CheckConstraint(
                condition=Q(full_at__gt=0, none_at__gt=F("full_at")),
                name="rfps_price_anchors_in_order",
                violation_error_message="The price without points is above the one with full points.",
            )
        ]

    def __str__(self):
        return f"price anchors of {self.lot}"


class ExchangeRate(Owned):
    """
    What a unit of a currency is worth in another, ``base``: the currency of comparison of its day.

    Once the commercial envelope is open no rate is changed or dropped (a trigger, migration 0061);
    one that is missing may still be added, for a day not after the opening, and shows as added late.
    """

    rfp = models.ForeignKey(RFP, on_delete=models.CASCADE, related_name="exchange_rates")
    currency = models.CharField(max_length=3, choices=Currency.choices)
    base = models.CharField(max_length=3, choices=Currency.choices)
    rate = models.DecimalField(max_digits=18, decimal_places=8)
    source = models.CharField(max_length=200)
    as_of = models.DateField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = OwnedByRFPQuerySet.as_manager()

    class Meta:
        ordering = ["currency"]
        constraints = [
            models.UniqueConstraint(fields=["rfp", "currency", "base"], name="rfps_one_rate_each"),
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="rfps_rate_above_zero",
                violation_error_message="A rate is above zero.",
            ),
        ]

    def __str__(self):
        return f"{self.currency} for {self.rfp}"

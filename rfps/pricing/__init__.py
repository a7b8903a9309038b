"""
Prices made comparable, as plain functions without database and request: amounts in one currency
(``exchange``), bids like for like with a low, likely and high total (``comparison``), and points
for a total by a published formula (``points``). docs/pricing.md says it for buyers.
"""

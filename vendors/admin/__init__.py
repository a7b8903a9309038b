"""Where curators work: the stock admin, with their own rights, over the directory alone."""

from vendors.admin import evidence, queues, vendor

__all__ = ["evidence", "queues", "vendor"]

"""Where curators work: the stock admin, with their own rights, over the directory alone."""

from vendors.admin import evidence, merging, proposals, queues, vendor

__all__ = ["evidence", "merging", "proposals", "queues", "vendor"]

"""Where curators work: the stock admin, with their own rights, over the directory alone."""

from vendors.admin import evidence, proposals, queues, vendor

__all__ = ["evidence", "proposals", "queues", "vendor"]

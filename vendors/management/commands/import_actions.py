from vendors.importers import fda_483, fda_compliance, fda_inspections
from vendors.importers.command import FormatCommand


class Command(FormatCommand):
    help = "Read an authority's public records about establishments into the directory."
    formats = {one.NAME: one.run for one in (fda_483, fda_compliance, fda_inspections)}

from vendors.importers import fda_483, fda_compliance, fda_inspections
from vendors.importers.command import ImportCommand

FORMATS = {one.NAME: one.run for one in (fda_483, fda_compliance, fda_inspections)}


class Command(ImportCommand):
    help = "Read an authority's public records about establishments into the directory."

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="FORMAT", choices=sorted(FORMATS))
        super().add_arguments(parser)

    def read(self, path, now, progress, options):
        return FORMATS[options["source"]](path, now=now, progress=progress)

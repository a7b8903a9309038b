from vendors.importers import fda_decrs, taiwan_glp, taiwan_gmp, taiwan_labs
from vendors.importers.command import ImportCommand

FORMATS = {one.NAME: one.run for one in (fda_decrs, taiwan_glp, taiwan_gmp, taiwan_labs)}


class Command(ImportCommand):
    help = "Read vendors and their sites from a public register into the review queue."

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="FORMAT", choices=sorted(FORMATS))
        super().add_arguments(parser)

    def read(self, path, now, progress, options):
        return FORMATS[options["source"]](path, now=now, progress=progress)

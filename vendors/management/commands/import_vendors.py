from vendors.importers import fda_decrs, taiwan_glp, taiwan_gmp, taiwan_labs
from vendors.importers.command import ImportCommand
from vendors.importers.sheet import run as sheet

REGISTERS = (fda_decrs, taiwan_glp, taiwan_gmp, taiwan_labs)
FORMATS = {register.NAME: register.run for register in REGISTERS} | sheet.FORMATS


class Command(ImportCommand):
    help = "Read vendors and their sites from a register or a spreadsheet into the review queue."

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="FORMAT", choices=sorted(FORMATS))
        super().add_arguments(parser)

    def read(self, path, now, progress, options):
        return FORMATS[options["source"]](path, now=now, progress=progress)

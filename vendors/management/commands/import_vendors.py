from vendors.importers import fda_decrs, taiwan_glp, taiwan_gmp, taiwan_labs
from vendors.importers.command import FormatCommand
from vendors.importers.sheet import run as sheet

REGISTERS = (fda_decrs, taiwan_glp, taiwan_gmp, taiwan_labs)


class Command(FormatCommand):
    help = "Read vendors and their sites from a register or a spreadsheet into the review queue."
    formats = {register.NAME: register.run for register in REGISTERS} | sheet.FORMATS

from vendors.importers import trials
from vendors.importers.command import ImportCommand


class Command(ImportCommand):
    help = "Read which trials name a vendor as a collaborator: its track record."

    def read(self, path, now, progress, options):
        return trials.run(path, now=now, progress=progress)

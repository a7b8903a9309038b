from django.core.management.base import CommandError

from accounts.choices import OrganisationKind
from accounts.models import Organisation
from programs.importers import clinicaltrials
from vendors.importers.command import UNUSABLE, ImportCommand


class Command(ImportCommand):
    help = "Read ClinicalTrials.gov v2 study records into an organisation's programs."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument(
            "--nct", nargs="+", default=[], metavar="NCT", help="these records only"
        )

    def read(self, path, now, progress, options):
        slug = options["organisation"]
        organisation = Organisation.objects.filter(slug=slug, kind=OrganisationKind.SPONSOR).first()
        if organisation is None:
            raise CommandError(f"There is no sponsor organisation {slug!r}.", returncode=UNUSABLE)
        return clinicaltrials.run(
            path, organisation=organisation, now=now, only=options["nct"], progress=progress
        )

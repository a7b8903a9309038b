"""The people and organisations of the demo: invented, at addresses that cannot exist."""

from dataclasses import dataclass

from accounts.choices import OrganisationKind, Role

SPONSOR, PLATFORM = OrganisationKind.SPONSOR, OrganisationKind.PLATFORM

# slug: name, kind
ORGANISATIONS = {
    "auroral": ("Auroral Therapeutics", SPONSOR),
    "halvorsund": ("Halvorsund Biologics", SPONSOR),
    "lumenhart": ("Lumenhart Cell & RNA", SPONSOR),
    "phaseline": ("Phaseline", PLATFORM),
}


@dataclass(frozen=True)
class Person:
    """Somebody with a login; ``memberships`` are organisation and roles, the first in force."""

    email: str
    name: str
    memberships: tuple[tuple[str, tuple[Role, ...]], ...]
    time_zone: str = "Europe/Zurich"
    is_superuser: bool = False


def _at(organisation: str, *roles: Role):
    return ((organisation, roles),)


PEOPLE = (
    Person("mina@auroral.example", "Mina Okafor", _at("auroral", Role.PROCUREMENT)),
    Person("tomas@auroral.example", "Tomas Vass", _at("auroral", Role.PROGRAM_LEAD)),
    Person("adela@auroral.example", "Adela Kern", _at("auroral", Role.EVALUATOR)),
    Person("jonas@auroral.example", "Jonas Weld", _at("auroral", Role.MEMBER)),
    Person("petra@auroral.example", "Petra Lindqvist", _at("auroral", Role.ADMIN)),
    Person(
        "sigrid@halvorsund.example",
        "Sigrid Moen",
        _at("halvorsund", Role.PROCUREMENT),
        "Europe/Copenhagen",
    ),
    Person(
        "rasmus@halvorsund.example",
        "Rasmus Thorsen",
        _at("halvorsund", Role.PROGRAM_LEAD),
        "Europe/Copenhagen",
    ),
    Person(
        "ebba@halvorsund.example",
        "Ebba Nyqvist",
        _at("halvorsund", Role.EVALUATOR),
        "Europe/Stockholm",
    ),
    Person(
        "oskar@halvorsund.example", "Oskar Brandt", _at("halvorsund", Role.MEMBER), "Europe/Berlin"
    ),
    Person(
        "linnea@halvorsund.example",
        "Linnea Dahl",
        _at("halvorsund", Role.ADMIN),
        "Europe/Copenhagen",
    ),
    Person(
        "carmen@lumenhart.example",
        "Carmen Ibarra",
        _at("lumenhart", Role.PROCUREMENT),
        "America/New_York",
    ),
    Person(
        "desmond@lumenhart.example",
        "Desmond Achebe",
        _at("lumenhart", Role.PROGRAM_LEAD),
        "America/New_York",
    ),
    Person(
        "yuki@lumenhart.example", "Yuki Hoshino", _at("lumenhart", Role.EVALUATOR), "Asia/Tokyo"
    ),
    Person(
        "paulina@lumenhart.example",
        "Paulina Roy",
        _at("lumenhart", Role.MEMBER),
        "America/Toronto",
    ),
    Person(
        "edwin@lumenhart.example", "Edwin Marsh", _at("lumenhart", Role.ADMIN), "America/New_York"
    ),
    # A consultant who works for two sponsors and switches between them.
    Person(
        "noor@pinnaclebridge.example",
        "Noor Haddad",
        (("auroral", (Role.PROGRAM_LEAD,)), ("lumenhart", (Role.MEMBER,))),
        "Europe/London",
    ),
    Person("vera@phaseline.example", "Vera Castellan", _at("phaseline", Role.CURATOR)),
    Person("idris@phaseline.example", "Idris Bello", _at("phaseline", Role.CURATOR)),
    Person(
        "root@phaseline.example",
        "Robin Stroud",
        _at("phaseline", Role.ADMIN),
        is_superuser=True,
    ),
)

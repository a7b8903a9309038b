import pytest

from audit.models import Event
from programs.choices import GateKind
from programs.errors import ProgramError
from programs.models import Gate, Waiver
from programs.services import gates
from tests.factories.programs import GateFactory, WaiverFactory, WorkPackageFactory
from tests.factories.vendors import VendorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def package():
    return WorkPackageFactory()


def test_set_puts_a_gate_and_then_changes_it(package, lead, now):
    parameters = {"mode": "exclude", "countries": ["us", "CN", "US"]}

    gates.set(package=package, kind="warning_letter", parameters={"years": 3}, by=lead, now=now)
    gates.set(package=package, kind="warning_letter", parameters={"years": 5}, by=lead, now=now)
    gates.set(package=package, kind="country", parameters=parameters, by=lead, now=now)

    assert {gate.kind: gate.parameters for gate in package.gates.all()} == {
        "warning_letter": {"years": 5},
        "country": {"mode": "exclude", "countries": ["CN", "US"]},
    }


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("country", {}),
        ("country", {"mode": "allow", "countries": []}),
        ("country", {"mode": "sometimes", "countries": ["CH"]}),
        ("warning_letter", {}),
        ("warning_letter", {"years": 0}),
        ("warning_letter", {"years": "3"}),
        ("moon", {}),
    ],
)
def test_set_refuses_parameters_that_do_not_fit(package, lead, now, kind, parameters):
    with pytest.raises(ProgramError):
        gates.set(package=package, kind=kind, parameters=parameters, by=lead, now=now)

    assert Gate.objects.count() == 0


def test_set_all_leaves_alone_what_stays_and_its_waivers(package, lead, now):
    stays = GateFactory(package=package, kind=GateKind.WARNING_LETTER)
    waiver = WaiverFactory(gate=stays, vendor=VendorFactory())
    GateFactory(package=package, kind=GateKind.GXP)
    wanted = {GateKind.WARNING_LETTER: {"years": 3}, GateKind.DISQUALIFIED: {}}

    gates.set_all(package=package, wanted=wanted, by=lead, now=now)

    assert {gate.kind for gate in package.gates.all()} == {"warning_letter", "disqualified"}
    assert list(Waiver.objects.all()) == [waiver]
    assert set(Event.objects.values_list("verb", flat=True)) == {"gate.removed", "gate.set"}
    assert Event.objects.count() == 2


def test_waiver_keeps_who_when_and_why(package, lead, now):
    gate, vendor = GateFactory(package=package), VendorFactory()

    waiver = gates.waive(gate=gate, vendor=vendor, reason=" Audited in May ", by=lead, now=now)

    assert (waiver.reason, waiver.waived_by, waiver.waived_at) == ("Audited in May", lead, now)
    assert Event.objects.get().data["reason"] == "Audited in May"


def test_waiver_needs_a_reason(package, lead, now):
    with pytest.raises(ProgramError, match=r"^A waiver needs a reason\.$"):
        gates.waive(
            gate=GateFactory(package=package), vendor=VendorFactory(), reason=" ", by=lead, now=now
        )


def test_second_waiver_replaces_the_reason(package, lead, now):
    gate, vendor = GateFactory(package=package), VendorFactory()
    for reason in ("First", "Second"):
        gates.waive(gate=gate, vendor=vendor, reason=reason, by=lead, now=now)

    assert Waiver.objects.get().reason == "Second"


def test_withdrawn_waiver_is_gone_and_recorded(package, lead, now):
    waiver = WaiverFactory(gate__package=package, vendor=VendorFactory())

    gates.withdraw(waiver=waiver, by=lead, now=now)

    assert Waiver.objects.count() == 0
    assert Event.objects.get().verb == "gate.waiver-withdrawn"

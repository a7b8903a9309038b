import random

import pytest

from programs.plans import bits, streams
from programs.plans.streams import Team
from tests.programs.plans import small
from tests.programs.plans.small import task, vendor


def staffing(tasks, partners):
    covered = bits.union(one.mask for one in partners)
    team = Team({one.no: one for one in tasks}, partners, covered)
    return streams.staffing(team, streams.streams(tasks))


@pytest.mark.parametrize("seed", range(100))
def test_work_is_shared_as_well_as_trying_every_way(seed):
    tasks, candidates = small.world(random.Random(seed), by_site=seed % 2 == 0)
    partners = [one for one in candidates if one.mask][:4]

    shared = staffing(tasks, partners)

    wanted = small.sources(tasks, partners)
    total = min(
        small.share(tasks, chosen, wanted, seed % 2 == 0) or (99, 0)
        for chosen in [[partners[place] for place in _busy(shared)]]
    )
    assert (len(shared.handoffs), -shared.points) == total


def _busy(shared):
    return sorted({place for places in shared.work.values() for place in places})


def test_phase_of_which_nobody_does_anything_breaks_the_run():
    tasks = [task(0, phase=0), task(1, phase=1), task(2, phase=2)]

    shared = staffing(tasks, [vendor("a", [0]), vendor("b", [2])])

    assert shared.handoffs == ()


def test_phase_without_work_of_the_stream_does_not_break_it():
    shared = staffing([task(0, phase=0), task(1, phase=4)], [vendor("a", [0]), vendor("b", [1])])

    assert [(row.since, row.phase) for row in shared.handoffs] == [(0, 4)]


def test_two_who_share_a_phase_hand_nothing_off_when_one_goes_on():
    tasks = [task(0, phase=0), task(1, phase=0), task(2, phase=1)]

    shared = staffing(tasks, [vendor("a", [0]), vendor("b", [1, 2])])

    assert shared.handoffs == ()


def test_newcomer_beside_who_goes_on_is_a_handoff():
    tasks = [task(0, phase=0), task(1, phase=1), task(2, phase=1)]

    shared = staffing(tasks, [vendor("a", [0, 1]), vendor("b", [2])])

    assert [(row.givers, row.taker) for row in shared.handoffs] == [((0,), 1)]


def test_who_comes_back_after_another_is_a_second_handoff():
    tasks = [task(no, phase=no) for no in range(3)]

    shared = staffing(tasks, [vendor("a", [0, 2]), vendor("b", [1])])

    assert [row.taker for row in shared.handoffs] == [1, 0]


def test_fewer_handoffs_come_before_points():
    tasks = [task(no, phase=no) for no in range(2)]

    shared = staffing(tasks, [vendor("weak", [0, 1], fit=100), vendor("strong", [1])])

    assert (shared.work, shared.handoffs) == ({0: (0,), 1: (0,)}, ())


@pytest.mark.parametrize("seed", range(100))
def test_no_team_goes_below_the_least_handoffs(seed):
    tasks, candidates = small.world(random.Random(seed))
    needed = bits.union(one.mask for one in candidates)
    ways = streams.streams(tasks)

    least = streams.least_handoffs(ways, candidates, needed, 0)

    assert least <= len(staffing(tasks, candidates).handoffs)


def test_too_many_teams_to_follow_are_said_to_be_so():
    tasks = [task(no, phase=no // 8) for no in range(16)]
    everyone = [vendor(key, range(16)) for key in range(8)]

    assert not staffing(tasks, everyone).is_exact
    assert staffing(tasks, everyone[:3]).is_exact

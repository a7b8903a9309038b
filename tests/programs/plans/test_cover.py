import random
from itertools import combinations

import pytest

from programs.plans import bits
from programs.plans.cover import Cover, OutOfWorkError, Work, widest
from tests.programs.plans import small
from tests.programs.plans.small import task, vendor


def cover(tasks, candidates, forced=()):
    return Cover(tasks, candidates, bits.union(one.mask for one in candidates), forced)


@pytest.mark.parametrize("seed", range(60))
def test_every_choice_is_yielded_once(seed):
    tasks, candidates = small.world(random.Random(seed), double=seed % 2 == 0)
    wanted = small.sources(tasks, candidates)
    tasks = [
        small.Task(one.no, one.stream, one.phase, one.weight, wanted[one.no] or 1) for one in tasks
    ]
    search = cover(tasks, candidates)
    most = search.smallest(len(candidates), Work(10**6))

    found = [tuple(sorted(choice)) for choice in search.choices(most, Work(10**6))]

    expected = [
        places
        for places in combinations(range(len(candidates)), most)
        if small.lost(tasks, wanted, [candidates[place] for place in places]) == 0
    ]
    assert sorted(found) == expected
    assert expected != []


@pytest.mark.parametrize("seed", range(60))
def test_least_lost_is_that_of_trying_every_choice(seed):
    tasks, candidates = small.world(random.Random(seed))
    wanted = small.sources(tasks, candidates)
    search = cover(tasks, candidates)

    choice, is_proved = search.least_lost(2, Work(10**6))

    least = min(
        small.lost(tasks, wanted, chosen)
        for size in (1, 2)
        for chosen in combinations(candidates, size)
    )
    assert (search.lost(choice), is_proved) == (least, True)


def test_forced_candidate_is_in_every_choice():
    search = cover([task(0), task(1)], [vendor("a", [0]), vendor("b", [0, 1])], forced=(0,))

    assert search.smallest(5, Work(10**6)) == 2
    assert [sorted(choice) for choice in search.choices(2, Work(10**6))] == [[0, 1]]


def test_more_than_may_be_is_none():
    search = cover([task(0), task(1)], [vendor("a", [0]), vendor("b", [1])])

    assert search.smallest(1, Work(10**6)) is None


def test_work_that_does_not_suffice_is_said_so():
    tasks = [task(no) for no in range(12)]
    candidates = [vendor(key, [key, (key + 1) % 12]) for key in range(12)]

    with pytest.raises(OutOfWorkError):
        cover(tasks, candidates).smallest(12, Work(20))


def test_widest_sets_lie_in_no_other():
    assert widest([0b1, 0b11, 0b110, 0b10], Work(100)) == [0b11, 0b110]

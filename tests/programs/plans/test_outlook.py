from programs.plans import outlook, planner, streams
from programs.plans.pool import Pool
from tests.programs.plans.small import task, vendor


def test_loss_names_what_is_open_and_who_could_step_in():
    tasks = [task(0, "x"), task(1, "y"), task(2, "z")]
    candidates = [vendor("a", [0, 1]), vendor("b", [1, 2]), vendor("c", [0])]
    shared = planner.plan(tasks, candidates).plan.staffing

    lost = {
        shared.partners[loss.partner].key: loss
        for loss in outlook.losses(shared, tasks, Pool.of(candidates))
    }

    assert (lost["a"].open, lost["a"].nobody, lost["a"].stand_in.key) == ((0,), (), "c")
    assert (lost["b"].open, lost["b"].nobody, lost["b"].stand_in) == ((2,), (2,), None)


def test_what_the_others_can_take_is_not_open():
    tasks = [task(0, "x"), task(1, "y")]
    candidates = [vendor("a", [0, 1])]
    shared = planner.plan(tasks, candidates, planner.Rules()).plan.staffing

    (loss,) = outlook.losses(shared, tasks, Pool.of([*candidates, vendor("b", [0, 1])]))

    assert (loss.carried, loss.open, loss.stand_in.key, loss.regained) == (
        (0, 1),
        (0, 1),
        "b",
        (0, 1),
    )


def test_run_is_the_longest_stretch_a_partner_can_do_alone():
    tasks = [task(no, phase=no) for no in range(4)]
    shared = planner.plan(tasks, [vendor("a", [0, 1, 2]), vendor("b", [0, 3])]).plan.staffing

    runs = outlook.runs(shared, streams.streams(tasks), needed=0b1111)

    assert {shared.partners[run.partner].key: run.phases for run in runs} == {
        "a": (0, 1, 2),
        "b": (0,),
    }


def test_need_that_nobody_meets_does_not_shorten_a_run_within_its_phase():
    tasks = [task(0, phase=0), task(1, phase=0), task(2, phase=1)]
    shared = planner.plan(tasks, [vendor("a", [0, 2])]).plan.staffing

    (run,) = outlook.runs(shared, streams.streams(tasks), needed=0b101)

    assert run.phases == (0, 1)


def test_source_that_is_lost_is_told():
    tasks = [task(0, "x", sources=2), task(1, "y")]
    candidates = [vendor("a", [0, 1]), vendor("b", [0])]
    shared = planner.plan(tasks, candidates).plan.staffing

    lost = {
        shared.partners[loss.partner].key: (loss.open, loss.single)
        for loss in outlook.losses(shared, tasks, Pool.of(candidates))
    }

    assert lost == {"a": ((1,), (0,)), "b": ((), (0,))}


def test_run_ends_with_the_site_where_a_change_of_site_is_a_handoff():
    tasks = [task(no, phase=no) for no in range(3)]
    moving = vendor("a", [0, 1, 2], site={0: "x", 1: "y", 2: "y"}, by_site=True)
    shared = planner.plan(tasks, [moving]).plan.staffing

    (run,) = outlook.runs(shared, streams.streams(tasks), needed=0b111)

    assert (len(shared.handoffs), run.phases) == (1, (1, 2))

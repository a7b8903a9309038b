from programs.plans.pool import Pool
from programs.plans.reduce import undominated
from programs.plans.types import Candidate
from tests.programs.plans.small import vendor


def keys(candidates, *, double=0, most=0):
    return {one.key for one in undominated(Pool.of(candidates), double=double, most=most)}


def test_who_lies_within_another_is_left_out():
    assert keys([vendor("a", [0, 1]), vendor("b", [1]), vendor("c", [1, 2])]) == {"a", "c"}


def test_of_equals_the_one_with_the_most_points_stays():
    assert keys([vendor("a", [0], fit=10), vendor("b", [0], fit=20), vendor("c", [0], fit=5)]) == {
        "b"
    }


def test_two_sites_do_not_replace_the_one_that_does_both():
    two = vendor("two", [0, 1], site={0: "x", 1: "y"}, by_site=True)
    other = vendor("other", [0, 1], site={0: "p", 1: "q"}, by_site=True)

    assert keys([two, vendor("one", [0, 1], by_site=True)]) == {"two", "one"}
    assert len(keys([two, other])) == 1


def test_double_need_keeps_as_many_as_a_plan_may_have():
    equals = [vendor(key, [0]) for key in range(5)]

    assert len(keys(equals, double=0b1, most=3)) == 3
    assert len(keys(equals, double=0b10, most=3)) == 1


def test_face_of_another_vendor_replaces_nobody():
    offers = vendor("x", [0, 1]).offers
    faces = [Candidate.of(("v", face), offers, vendor="v") for face in ("CDMO", "CRO")]

    assert "narrow" in keys([*faces, vendor("narrow", [0])])

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendors.planes import Planes, packed


@given(
    st.integers(0, 200).flatmap(
        lambda size: st.tuples(
            st.lists(st.lists(st.booleans(), min_size=size, max_size=size), max_size=5),
            st.lists(st.booleans(), min_size=size, max_size=size),
        )
    )
)
def test_counts_equal_counting_by_hand(drawn):
    rows, some = drawn
    planes = Planes.of(range(len(rows)), np.array(rows, bool).reshape(len(rows), len(some)))

    assert planes.counts() == {n: sum(row) for n, row in enumerate(rows)}
    among = planes.counts(packed(np.array(some, bool)))
    assert among == {
        n: sum(a and b for a, b in zip(row, some, strict=True)) for n, row in enumerate(rows)
    }


def test_bits_of_numbers_are_counted_by_name():
    bits = np.array([0b101, 0b100, 0b111, 0], np.uint64)

    assert Planes.of_bits({"low": 0, "high": 2}, bits).counts() == {"low": 2, "high": 3}


@pytest.mark.parametrize("members", [[slice(0, 2), slice(2, 3)], [[0, 1], [2]]])
def test_a_value_that_stands_for_others_counts_each_vendor_once(members):
    leaves = Planes.of("abc", np.array([[1, 1, 0], [0, 1, 0], [0, 0, 0]], bool))

    assert leaves.joined(["ab", "c only"], members).counts() == {
        "a": 2,
        "b": 1,
        "c": 0,
        "ab": 2,
        "c only": 0,
    }

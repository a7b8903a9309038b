import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendors import bits


@pytest.mark.parametrize(("kind", "none"), [(np.int16, -1), (np.uint8, 255)])
@given(held=st.lists(st.integers(0, 254)), wanted=st.sets(st.integers(0, 254), max_size=20))
def test_among_finds_the_numbers_in_runs_and_scattered(kind, none, held, wanted):
    column = np.array([none, *held], kind)

    assert bits.among(column, wanted).tolist() == [False, *(n in wanted for n in held)]


@given(st.lists(st.integers(0, 2**47 - 1)))
def test_bits_are_counted_over_all_numbers(numbers):
    counts = bits.per_bit(np.array(numbers, np.uint64))

    assert counts.tolist() == [sum(n >> bit & 1 for n in numbers) for bit in range(64)]


def test_values_are_joined_run_by_run():
    values = np.array([1, 2, 4, 8, 1], np.uint8)

    assert bits.either(values, np.array([0, 2, 4])).tolist() == [3, 12, 1]
    assert bits.either(values, np.zeros(0, np.int64)).tolist() == []

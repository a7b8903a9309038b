import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendors import columns, countries


@pytest.mark.parametrize(("kind", "none"), [(np.int16, -1), (np.uint8, 255)])
@given(held=st.lists(st.integers(0, 254)), wanted=st.sets(st.integers(0, 254), max_size=20))
def test_among_finds_the_numbers_in_runs_and_scattered(kind, none, held, wanted):
    column = np.array([none, *held], kind)

    assert columns.among(column, wanted).tolist() == [False, *(n in wanted for n in held)]


@given(st.lists(st.integers(0, 2**47 - 1)))
def test_bits_are_counted_over_all_numbers(numbers):
    counts = columns.per_bit(np.array(numbers, np.uint64))

    assert counts.tolist() == [sum(n >> bit & 1 for n in numbers) for bit in range(64)]


def test_the_countries_of_a_region_stand_together():
    regions = [
        next(name for name, own in countries.REGIONS.items() if code in own)
        for code in columns.COUNTRIES
    ]

    assert sorted(columns.COUNTRIES) == sorted(countries.NAMES)
    assert list(dict.fromkeys(regions)) == [
        region for n, region in enumerate(regions) if not n or regions[n - 1] != region
    ]

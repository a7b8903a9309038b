from programs.plans import bits


def test_set_goes_there_and_back():
    numbers = [0, 5, 63, 64, 199]

    assert list(bits.each(bits.of(numbers))) == numbers


def test_union_of_nothing_is_nothing():
    assert (bits.union([]), bits.union([1, 4])) == (0, 5)


def test_weighing_adds_the_weights_of_the_members():
    weigh = bits.Weighing({0: 7, 1: 100, 70: 3})

    assert (weigh(0), weigh(0b1), weigh(1 << 70 | 0b11)) == (0, 7, 110)

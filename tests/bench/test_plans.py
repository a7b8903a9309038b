from bench import plans


def test_every_figure_of_a_case_is_reported(monkeypatch):
    case = plans.Case("small", needs=8, vendors=40, width=1.0, median_ms=100, worst_ms=300)
    monkeypatch.setattr(plans, "CASES", [case])
    monkeypatch.setattr(plans, "CHECKS", [(8, 40)])
    monkeypatch.setattr(plans, "SEEDS", 3)

    reported = {figure.name: figure for figure in plans.run()}

    assert {name: (figure.unit, figure.goal) for name, figure in reported.items()} == {
        "small: median": ("ms", 100),
        "small: worst": ("ms", 300),
        "small: proved best": ("%", None),
        "plan against milp, 8 needs, 40 vendors: equal of 3 that milp proves": ("plans", 3),
        "plan against milp, 8 needs, 40 vendors: milp takes": ("times as long", None),
    }
    assert reported["small: proved best"].value == 100
    equal = reported["plan against milp, 8 needs, 40 vendors: equal of 3 that milp proves"]
    assert (equal.value, equal.is_floor, equal.is_met) == (3, True, True)


def test_same_seed_makes_the_same_instance():
    first, second = (plans.made(4, 20, 50, 1.0) for _ in range(2))

    assert first[0] == second[0]
    assert [one.offers for one in first[1]] == [one.offers for one in second[1]]

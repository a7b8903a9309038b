import json

from programs.plans.wish import Wish


def test_options_go_into_a_record_and_come_back():
    wish = Wish(("a",), ("P1",), 3, ("in",), ("out",), apart=True, by_site=True, double=(4,))

    assert Wish.of_json(json.loads(json.dumps(wish.as_json()))) == wish

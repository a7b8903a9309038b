from programs import watching


def moved(before, after):
    seen = [
        {"packages": {"k": {"name": "Making", "top": top}}, "plan": None} for top in (before, after)
    ]
    return watching.differences(*seen, "best")


def test_two_vendors_of_one_name_are_told_apart():
    before = [["Twin", 1, "twin"], ["Twin", 2, "twin-2"]]

    assert moved(before, [["Twin", 1, "twin-2"]]) == [
        ("Making", ["No longer in the top 10: Twin (was 1).", "Other rank: Twin (rank 1, was 2)."])
    ]


def test_what_was_seen_before_slugs_were_kept_is_compared_by_name():
    after = [["Ash", 2, "ash"], ["Birch", 1, "birch"]]

    assert moved([["Ash", 1]], after) == [
        ("Making", ["New in the top 10: Birch (rank 1).", "Other rank: Ash (rank 2, was 1)."])
    ]

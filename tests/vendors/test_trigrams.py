import random

import pytest
from django.db import connection

from tests.factories.vendors import VendorFactory
from vendors import search, trigrams

WORDS = [
    "alder",
    "birch",
    "calder",
    "dale",
    "elm",
    "fern",
    "gorse",
    "hazel",
    "ivel",
    "juniper",
    "kest",
    "larch",
]


def bits(key: str) -> int:
    return int(trigrams.count(trigrams.signatures([key]))[0])


def near(keys: list[str], key: str, *, most: int) -> list[int]:
    signs = trigrams.signatures(keys)
    return trigrams.near(signs, trigrams.count(signs), key, most=most).tolist()


@pytest.mark.parametrize("key", ["ash", "calderford thorn", "明德製藥", "a b c", "élan"])
@pytest.mark.django_db
def test_a_name_has_a_bit_for_each_trigram_of_postgresql(key):
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(show_trgm(%s))", [key])

        assert bits(key) == cursor.fetchone()[0]


def test_a_name_without_letters_has_no_bit():
    assert bits("") == 0
    assert trigrams.signatures([]).shape == (0, trigrams.WORDS)
    assert near(["ash", ""], "", most=5) == near([], "ash", most=5) == []


def test_each_name_has_its_own_bits():
    keys = ["ash", "", "birch dale", "ash"]

    together = trigrams.signatures(keys)

    assert together.tolist() == [trigrams.signatures([key])[0].tolist() for key in keys]


def test_the_nearest_as_a_whole_and_those_that_hold_it_are_kept():
    keys = ["elm"] * 20 + ["calder", "calder dale fern gorse", "caldre"] + ["hazel"] * 20

    assert near(keys, "calder", most=2) == [20, 21, 22]


@pytest.mark.django_db
def test_what_is_narrowed_down_holds_the_nearest_of_all():
    rng = random.Random(5)
    for _ in range(60):
        VendorFactory(name=" ".join(rng.sample(WORDS, 2)).title())
    sql = "SELECT id FROM vendors_vendor WHERE name_key <-> %(key)s <= 0.7 ORDER BY name_key <-> %(key)s, id"
    for text in ("caldre dale", "junipr", "fern", "hazle elm", "larch alder"):
        with connection.cursor() as cursor:
            cursor.execute(sql, {"key": text})
            nearest = [pk for (pk,) in cursor.fetchall()][:5]

        assert search.names(text)[:5] == nearest

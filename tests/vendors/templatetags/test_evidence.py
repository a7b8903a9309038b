import pytest

from vendors.choices import Evidence
from vendors.templatetags import evidence


@pytest.mark.parametrize(
    ("level", "mark", "word"),
    [
        (Evidence.DECLARED, "1", "Declared"),
        (4, "4", "Inspected"),
        ("2", "2", "Documented"),
        ("n", "n", "Not offered"),
        ("u", "u", "Unknown"),
        (None, "u", "Unknown"),
        ("", "u", "Unknown"),
        (9, "u", "Unknown"),
    ],
)
def test_ev_gives_a_mark_and_its_hidden_word(level, mark, word):
    assert evidence.ev(level) == (
        f'<i class="ev" data-ev="{mark}"></i><span class="vh">{word}</span>'
    )


def test_legend_names_every_mark_once():
    html = evidence.legend()

    assert [html.count(f'data-ev="{mark}"') for mark in "1234un"] == [1] * 6


@pytest.mark.parametrize("on", ["P2 P3", ["P2", "P3"], {"P3", "P2"}])
def test_phase_axis_lets_the_chosen_phases_stand_out(on):
    html = evidence.phase_axis(on=on)

    assert html.count('class="on"') == 2
    assert '<span class="on">P2</span><span class="on">P3</span>' in html
    assert html.count("<span") == 9


def test_phase_strip_says_in_words_what_it_shows():
    html = evidence.phase_strip({"P1": 4, "P2": "u", "COM": "n"}, "Lyophilisation")

    assert 'aria-label="Lyophilisation: P1 inspected, P2 unknown, COM not offered"' in html
    assert html.count("<i></i>") == 5


def test_phase_strip_takes_eight_levels_in_order():
    assert evidence.phase_strip([None, None, 1, 2, 3, 4, "u", "n"]) == evidence.phase_strip(
        {"P1": 1, "P2": 2, "P3": 3, "REG": 4, "COM": "u", "PMK": "n"}
    )


def test_phase_strip_escapes_its_label():
    assert "&quot;&gt;&lt;b&gt;" in evidence.phase_strip({}, '"><b>')

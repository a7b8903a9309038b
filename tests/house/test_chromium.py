import pytest

from tests import chromium


@pytest.fixture
def program(tmp_path):
    """Return a function that lays an executable file under a folder of this test."""

    def lay(path):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o755)
        return str(file)

    return lay


def test_find_takes_chrome_path_first(program, monkeypatch, tmp_path):
    named = program("elsewhere/chrome")
    program("bin/chromium")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("CHROME_PATH", named)

    assert chromium.find() == named


def test_find_does_not_replace_a_chrome_path_that_leads_nowhere(program, monkeypatch, tmp_path):
    program("bin/chromium")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("CHROME_PATH", str(tmp_path / "nothing"))

    assert chromium.find() is None


def test_find_takes_the_systems_before_playwrights(program, monkeypatch, tmp_path):
    system = program("bin/chromium")
    own = program("browsers/chromium-1200/chrome-linux/chrome")
    monkeypatch.delenv("CHROME_PATH", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))

    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with_system = chromium.find()
    monkeypatch.setenv("PATH", "")
    without = chromium.find()

    assert (with_system, without) == (system, own)

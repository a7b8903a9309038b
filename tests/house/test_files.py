"""The files a person copies or a machine reads name only real things."""

import re
import subprocess
import tomllib

from django.conf import settings

from config import environment
from demo import logins

ROOT = settings.BASE_DIR
VARIABLE = re.compile(r'(?:env(?:\.\w+)?|required)\(\s*"([A-Z_]+)"')


def read(name: str) -> str:
    return (ROOT / name).read_text()


def test_env_example_names_every_variable_of_the_settings():
    used = set(VARIABLE.findall(read("config/settings.py")))

    named = set(re.findall(r"^(?:# )?([A-Z_]+)=", read(".env.example"), re.MULTILINE))

    assert named == used


def test_locks_pin_every_package_by_hash_and_name_no_registry():
    for path in (*environment.LOCKS, *environment.OPTIONAL):
        lock = read(path.name)

        packages = re.findall(r"^[a-z0-9].*", lock, re.MULTILINE)

        pinned = re.findall(r"^[a-z0-9-]+==.*\\\n    --hash=sha256:", lock, re.MULTILINE)
        assert len(pinned) == len(packages) > 0
        assert re.findall(r"https?://\S+|--index-url.*|--find-links.*", lock) == []


def test_locks_hold_every_dependency_of_the_project():
    project = tomllib.loads(read("pyproject.toml"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.match(r"[a-z-]+", requirement).group() for requirement in wanted}
    locked = re.findall(
        r"^([a-z0-9-]+)==", read("requirements.lock") + read("requirements-dev.lock"), re.MULTILINE
    )

    assert names - set(locked) == set()


def test_readme_names_only_targets_of_the_makefile():
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))

    named = set(
        re.findall(
            r"(?:^|`|\d )make ([a-z]+)",
            read("README.md") + read("docs/operations.md"),
            re.MULTILINE,
        )
    )

    assert named - targets == set()
    assert {"demo", "test", "setup", "check", "browser"} <= targets


def test_ci_script_is_sound_and_runs_what_the_readme_says():
    script = ROOT / ".ci" / "run"

    checked = subprocess.run(["bash", "-n", script])

    assert checked.returncode == 0
    assert re.findall(r"^make \w+$", script.read_text(), re.MULTILINE) == [
        "make check",
        "make test",
    ]


def test_pre_commit_hooks_fetch_nothing_and_call_tools_that_are_locked():
    hooks = read(".pre-commit-config.yaml")

    tools = re.findall(r"entry: \.venv/bin/([\w-]+)", hooks)

    assert re.findall(r"repo: (\S+)", hooks) == ["local"]
    assert tools == ["ruff", "ruff", "djade", "lint-imports", "python"]
    assert [tool for tool in tools if not (ROOT / ".venv" / "bin" / tool).exists()] == []


def test_readme_and_documentation_link_to_files_that_exist():
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    links = {
        (page.name, link): page.parent / link
        for page in pages
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    }

    assert [where for where, path in links.items() if not path.exists()] == []
    assert ("README.md", "docs/screenshot.png") in links


def test_readme_links_to_every_page_of_the_documentation():
    pages = {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")}

    assert pages - set(re.findall(r"\]\(([^)]+)\)", read("README.md"))) == set()


def test_readme_names_the_logins_of_the_demo():
    rows = re.findall(r"^\| (.+?) \| `(.+?@.+?)` \| (.+?) \|$", read("README.md"), re.MULTILINE)

    assert tuple(rows) == logins.LOGINS
    assert f"`{logins.PASSWORD}`" in read("README.md")

"""What starts quickly loads little: heavy libraries are imported only where they are used."""

import subprocess
import sys

import pytest

from tests.acceptance.running import SAMPLES

HEAVY = ("polars", "pydantic", "lark", "yaml", "openpyxl", "rapidfuzz", "jinja2", "numpy")
LOADED = """
import sys
from reportcheck.cli import main
code = main({arguments!r})
print("\\nloaded:", *sorted(set({heavy!r}) & set(sys.modules)), file=sys.stderr)
sys.exit(code)
"""


def loaded(*arguments: str) -> tuple[int, set[str]]:
    script = LOADED.format(arguments=list(arguments), heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, set(done.stderr.rpartition("loaded:")[2].split())


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"]])
def test_nothing_heavy_for_version_and_help(arguments: list[str]) -> None:
    assert loaded(*arguments) == (0, set())


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["explain", "收办平衡"], 0),
        (["explain", "blank"], 0),
        ([str(SAMPLES / "sanming-commerce-2024.xlsx")], 1),
        ([str(SAMPLES / "sanming-commerce-2024.csv")], 1),
    ],
)
def test_nothing_heavy_for_a_form_of_a_bundled_pack(arguments: list[str], code: int) -> None:
    ended, heavy = loaded(*arguments)
    assert ended == code
    # A checkout has no compiled packs: its rule files are read as they are.
    if not compiled():
        heavy -= {"pydantic", "lark", "yaml", "rapidfuzz"}
    assert heavy == set()


def test_what_is_loaded_before_workers_are_copied_is_light_and_starts_no_threads() -> None:
    script = (
        "import sys, threading\n"
        "from reportcheck.examining import load_needed\n"
        "load_needed()\n"
        "print(threading.active_count(), *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    threads, *modules = done.stdout.decode().split()
    assert threads == "1"
    assert not {*HEAVY} & {*modules}


def compiled() -> bool:
    from reportcheck.rulefile.packs import rules_folder

    return (rules_folder() / "gir.json").exists()

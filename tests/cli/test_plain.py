"""Command lines that are read without a parser: to the same as the parser reads them to."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportcheck.cli import commands
from reportcheck.cli.check import check_files
from reportcheck.cli.plain import AGAIN, COMMANDS, ONCE, plain

DEFAULTS = {
    name: parameter.default
    for name, parameter in signature(check_files).parameters.items()
    if name != "paths"
}


@pytest.fixture(autouse=True, scope="module")
def _here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("here"))
        for name in ("a.csv", "b c.csv", "rules", "chek", "2"):
            Path(name).write_text("", "utf-8")
        yield


WORDS = st.sampled_from([
    "a.csv", "a.csv", "b c.csv", "chek", "2", "rules", "check", "no.csv", "", "-", "--", "-q",
    "-qq", "--quiet", "--statistics", "--statistics=1", "--no-such", "--version", "-h",
    *ONCE, *AGAIN, *(f"{each}=x" for each in ONCE | AGAIN), "--lang=", "--rules=-x", "en",
])  # fmt: skip


@given(st.lists(WORDS, max_size=6))
def test_what_is_plain_is_what_the_parser_makes_of_it(argv: list[str]) -> None:
    given_ = plain(argv)
    if given_ is None:
        return
    seen: dict[str, Any] = {}

    def keep(paths: object, **options: object) -> int:
        seen.update(options, paths=paths)
        return 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commands, "check_files", keep)
        assert commands.run_command(argv, "en") == 0
    assert seen == {**DEFAULTS, **given_}


@pytest.mark.parametrize(
    "argv",
    [
        ["a.csv"],
        ["check", "a.csv", "b c.csv"],
        ["--rules", "gir", "a.csv", "--rules=x.yaml", "-q", "--quiet"],
        ["chek", "--jobs", "2"],
    ],
)
def test_files_and_options_written_out_are_plain(argv: list[str]) -> None:
    assert plain(argv) is not None


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["a.csv", "--help"],
        ["no-file.csv"],
        ["extract", "a.csv"],
        ["check", "rules"],
        ["a.csv", "rules"],
        ["--jobs", "2"],
        ["a.csv", "--jobs"],
        ["a.csv", "--lang", "en", "--lang", "zh"],
        ["a.csv", "-qq"],
        ["a.csv", "--", "--rules"],
        ["a.csv", "x\0y", "n" * 5000],
    ],
)
def test_all_else_is_left_to_the_parser(argv: list[str]) -> None:
    assert plain(argv) is None


def test_every_option_of_a_check_and_every_command_is_known() -> None:
    group = commands.command("en")
    assert set(group.commands) == COMMANDS
    options = {
        name for each in group.commands["check"].params for name in each.opts if name[:1] == "-"
    }
    assert options == ONCE | AGAIN | {"-q", "--quiet", "--statistics"}


def test_a_plain_check_imports_no_parser() -> None:
    code = "import sys; from reportcheck.cli import main; main(sys.argv[1:]); print([*sys.modules])"
    command = [sys.executable, "-c", code, "a.csv", "-q", "-q"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "'typer'" not in said
    assert "'reportcheck.checking'" in said

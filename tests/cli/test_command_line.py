"""The command line as people type it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest

from reportcheck import __version__
from reportcheck.cli import main
from reportcheck.rendering.json_report import report_schema

ROOT = Path(__file__).parents[2]
GRANTS = str(ROOT / "samples/grants.csv")
PLANTED = str(ROOT / "samples/grants-planted.csv")
RULES = ("--rules", str(ROOT / "samples/grants.yaml"))
SEED = str(ROOT / "samples/sanming-commerce-2024.xlsx")


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


def run(*arguments: str, encoding: str = "utf-8") -> Ended:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding, newline="") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(list(arguments))
    held = []
    for stream in (out, err):
        stream.flush()
        stream.seek(0)
        held.append(stream.read())
    return Ended(code, *held)


def test_show() -> None:
    ended = run("show", SEED)
    assert ended.code == 0
    assert "D22" in ended.out
    assert run("show", SEED, "no-such-file").code == 2


def test_the_rules_there_are() -> None:
    assert "申请.总计" in run("rules", "list").out
    assert "grants.total_row" in run("rules", "list", *RULES).out


def test_explain() -> None:
    ended = run("explain", "申请.总计", "--lang", "zh")
    assert ended.code == 0
    assert "总计 = sum(*)" in ended.out


def test_the_keyboard_may_stop_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reportcheck.checking.check", stopped)
    assert run(GRANTS).code == 130


def test_version() -> None:
    assert run("--version", "x.xlsx").out == run("--version").out
    assert run("--version") == Ended(0, f"reportcheck {__version__}\n", "")


def test_no_arguments_show_short_help_and_are_no_success() -> None:
    ended = run()
    assert ended.code == 2
    assert ended.out.startswith("Usage: reportcheck")
    assert len(ended.out.splitlines()) < 30


def test_help_names_the_commands_in_the_order_of_use() -> None:
    text = run("--help").out
    places = [text.index(f"\n  {name} ") for name in ("check", "show", "explain", "rules")]
    assert places == sorted(places)


def test_help_speaks_chinese_where_the_locale_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "核对文件" in run("--help").out
    assert "显示这份帮助" in run("check", "--help").out
    assert "Check files" in run("check", "--help", "--lang", "en").out


@pytest.mark.parametrize("command", ["check", "show", "explain", "rules", "rules list"])
def test_every_command_has_help_for_each_of_its_options(command: str) -> None:
    ended = run(*command.split(), "--help")
    assert ended.code == 0
    assert "Usage: reportcheck " + command in ended.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", GRANTS, *RULES, "-q"),
        (GRANTS, *RULES, "-q"),
        (*RULES, "-q", GRANTS),
        (*RULES, "-q", "check", GRANTS),
        ("-q", "--rules=" + RULES[1], GRANTS),
        (*RULES, "-q", "--", GRANTS),
    ],
)
def test_the_command_may_be_left_out_and_options_may_come_first(
    arguments: tuple[str, ...],
) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.err) == (0, "")
    assert " passed · 0 failed" in ended.out


def test_a_mistyped_command_is_asked_about() -> None:
    ended = run("chek", "x.xlsx")
    assert ended == Ended(2, "", 'there is no command and no file "chek", did you mean "check"?\n')


def test_a_file_named_like_a_command_is_reached_by_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("show").write_bytes(Path(GRANTS).read_bytes())
    Path("chek").write_bytes(Path(GRANTS).read_bytes())
    assert run("./show", *RULES, "-q").code == 0
    assert run("chek", *RULES, "-q").code == 0
    assert run("show").code == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("check",), "reportcheck.toml"),
        (
            ("--format", "ful", GRANTS),
            'causes, narrate, json, jsonl, github, did you mean "full"?',
        ),
        (("--fail-on", "no", GRANTS), "one of error, warning, never"),
        (("--color", "blue", GRANTS), "one of auto, always, never"),
        (("--lang", "fr", GRANTS), "one of zh, en"),
        (("--formt", "full", GRANTS), "--formt"),
        (("--report", "json", GRANTS), "KIND=FILE"),
        (("--report", "jsn=x", GRANTS), 'did you mean "json"?'),
        (("--report", "json=no/such/folder/x.json", GRANTS), "its folder does not exist"),
        ((GRANTS, *RULES, "--select", "grants.totl"), 'did you mean "grants.total"?'),
        ((GRANTS, *RULES, "--ignore", "nonsense-without-likeness"), "no rule, check or tag"),
        ((GRANTS, "--rules", "gri"), 'did you mean "gir"?'),
        (("explain", "grants.totl", *RULES), 'did you mean "grants.total"?'),
        (("rules", "lst"), "lst"),
    ],
)
def test_wrong_usage_is_told_on_stderr_with_exit_code_2(
    arguments: tuple[str, ...], told: str
) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err


def test_a_file_that_is_not_there_is_in_the_report() -> None:
    ended = run("no-such-file.xlsx")
    assert ended.code == 2
    assert "There is no file no-such-file.xlsx" in ended.out


def test_formats() -> None:
    assert "✗ error grants.total" in run(PLANTED, *RULES).out
    concise = run(PLANTED, *RULES, "--format", "concise").out
    assert f"{PLANTED}:5:12: error grants.total " in concise
    grouped = run(PLANTED, *RULES, "--format", "grouped").out
    assert "error grants.total  2  equals q1 + q2" in grouped


def test_json_on_stdout_follows_the_schema_and_is_utf8_on_any_stdout() -> None:
    ended = run(SEED, "--format", "json", encoding="utf-8")
    told = json.loads(ended.out)
    jsonschema.validate(told, json.loads(report_schema()))
    assert ended.code == 1
    assert told["summary"]["unknown"] == 2
    again = subprocess.run(
        [sys.executable, "-m", "reportcheck", SEED, "--format", "json"],
        env={**os.environ, "PYTHONIOENCODING": "gbk"},
        capture_output=True,
        check=False,
    )
    assert again.stdout.decode() == ended.out


def test_json_lines_on_stdout_are_those_of_the_file(tmp_path: Path) -> None:
    ended = run(PLANTED, *RULES, "--format", "jsonl", "--report", f"jsonl={tmp_path / 'x'}")
    assert ended.code == 1
    rows = [json.loads(each) for each in ended.out.splitlines()]
    assert {"members-split", "grants.total"} <= {each["rule"] for each in rows}
    assert (tmp_path / "x").read_text("utf-8") == ended.out
    assert run(PLANTED, *RULES, "--format", "jsonl", encoding="gbk").code == 1


def test_quiet_and_quieter() -> None:
    quiet = run(PLANTED, *RULES, "-q")
    assert "-->" not in quiet.out
    assert "failed" in quiet.out
    assert run(PLANTED, *RULES, "-qq") == Ended(1, "", "")


def test_fail_on() -> None:
    assert run(PLANTED, *RULES, "--fail-on", "never", "-qq").code == 0
    assert run(PLANTED, *RULES, "-qq").code == 1
    assert run("no-such-file", "--fail-on", "never", "-qq").code == 2


def test_select_and_ignore() -> None:
    one = run(PLANTED, *RULES, "--select", "grant-once", "--format", "concise").out
    assert "grant-once" in one
    assert "grants.total" not in one
    rest = run(PLANTED, *RULES, "--ignore", "grant-once", "--format", "concise").out
    assert "grant-once" not in rest
    assert "grants.total" in rest


def test_report_files_are_written_whole_beside_the_screen(tmp_path: Path) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    second.write_text("old", encoding="utf-8")
    ended = run(PLANTED, *RULES, "--report", f"json={first}", "--report", f"json={second}")
    assert "grants.total" in ended.out
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(first.read_text(encoding="utf-8"))["summary"]["fail"] > 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.json", "b.json"]


def test_an_input_is_never_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "table.csv"
    table.write_bytes(Path(GRANTS).read_bytes())
    os.link(table, tmp_path / "linked.csv")
    monkeypatch.chdir(tmp_path)
    for path in ("table.csv", "./table.csv", "linked.csv", str(table)):
        for named in ("table.csv", "."):
            ended = run(named, *RULES, "--report", f"json={path}")
            assert ended.code == 2
            assert "is read in this run" in ended.err
    assert table.read_bytes() == Path(GRANTS).read_bytes()


def test_a_folder_that_takes_no_file_is_told(tmp_path: Path) -> None:
    ended = run(GRANTS, *RULES, "--report", f"json={tmp_path}")
    assert ended.code == 2
    assert "cannot be written" in ended.err


def test_a_disk_that_takes_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    ended = run(GRANTS, *RULES, "--report", f"json={tmp_path / 'x.json'}")
    assert ended.code == 2
    assert "there is no space left" in ended.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("encoding", ["gbk", "cp1252", "ascii"])
@pytest.mark.parametrize("arguments", [(SEED,), (SEED, "--lang", "zh"), ("--help",)])
def test_no_encoding_changes_the_exit_code(arguments: tuple[str, ...], encoding: str) -> None:
    assert run(*arguments, encoding=encoding).code == run(*arguments).code


def test_colour_is_asked_for_or_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" not in run(PLANTED, *RULES).out
    assert "\x1b[" in run(PLANTED, *RULES, "--color", "always").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run(PLANTED, *RULES).out
    assert "\x1b[" not in run(PLANTED, *RULES, "--color", "never").out


def test_mistakes_in_a_rule_file_are_all_told(tmp_path: Path) -> None:
    rules = tmp_path / "x.yaml"
    rules.write_text("form: x\ntables:\n- id: t\n  colums: [a]\n  titel: y\n", encoding="utf-8")
    for arguments in ((GRANTS, "--rules", str(rules)), ("rules", "check", str(rules))):
        ended = run(*arguments)
        assert ended.code == 2
        assert f'{rules}:4:3: unknown field "colums", did you mean "columns"?' in ended.err
        assert f'{rules}:5:3: unknown field "titel", did you mean "title"?' in ended.err


def test_rule_files_are_checked_one_by_one(tmp_path: Path) -> None:
    broken = tmp_path / "x.yaml"
    broken.write_text("", encoding="utf-8")
    ended = run("rules", "check", str(broken), RULES[1])
    assert ended.code == 2
    assert "grants.yaml  no mistakes: form grants" in ended.out.replace("\n    ", "  ")
    assert "the rule file is empty" in ended.err
    assert run("rules", "check", RULES[1]).code == 0


def test_the_schema_of_rule_files_is_printed() -> None:
    assert json.loads(run("rules", "schema").out)["title"] == "reportcheck rule file"


def test_what_nobody_foresaw_is_told_in_one_paragraph(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("reportcheck.checking.check", broken)
    monkeypatch.delenv("REPORTCHECK_TRACEBACK", raising=False)
    ended = run(GRANTS)
    assert (ended.code, ended.out) == (2, "")
    assert "RuntimeError: boom" in ended.err
    assert "Traceback" not in ended.err
    monkeypatch.setenv("REPORTCHECK_TRACEBACK", "1")
    with pytest.raises(RuntimeError, match="boom"):
        run(GRANTS)


@pytest.mark.parametrize(("table", "code"), [(PLANTED, 1), (GRANTS, 0)], ids=["findings", "passed"])
@pytest.mark.parametrize("color", ["always", "never"])
def test_the_reader_may_leave_early(table: str, code: int, color: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as nobody:
        ended = subprocess.run(
            [sys.executable, "-m", "reportcheck", table, *RULES, "--color", color],
            stdout=nobody,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (ended.returncode, ended.stderr) == (code, b"")


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("explain", "blank")])
def test_nothing_heavy_is_imported_to_explain_oneself(arguments: tuple[str, ...]) -> None:
    script = (
        "import sys; from reportcheck.cli import main; main(sys.argv[1:]);"
        "print([m for m in ('polars', 'openpyxl', 'highspy', 'rich') if m in sys.modules])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True
    )
    assert ended.stdout.splitlines()[-1] == "[]"


def test_a_program_has_written_all_when_it_ends(tmp_path: Path) -> None:
    table, rows = tmp_path / "a.csv", tmp_path / "rows.csv"
    table.write_text(Path("samples/grants-planted.csv").read_text("utf-8"), "utf-8")
    arguments = [str(table), "--rules", "samples/grants.yaml", "--lang", "en"]
    ended = subprocess.run(
        [sys.executable, "-m", "reportcheck", *arguments, "--report", f"csv={rows}"],
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stdout.rstrip().splitlines()[-1].startswith("Next:")
    assert rows.read_text("utf-8-sig").endswith("\n")

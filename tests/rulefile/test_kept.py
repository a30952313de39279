"""A rule file is compiled once, and what is kept of it is never trusted further than it can be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportcheck.problem import RuleFileProblem
from reportcheck.rulefile import find, kept, load, loading
from reportcheck.rulefile.kept import VARIABLE, folder
from reportcheck.rulefile.packs import is_rule_file

RULES = """\
form: visits
tables:
- id: visits
  values: count
  columns: [Adults, Children, {label: Total, equals: sum(*)}]
  rows: [Spring, Summer]
rules:
- id: peak
  table: visits
  each: column
  check: Summer >= Spring
"""
ROOT = Path(__file__).parents[2]
RULE_FILES = [
    path
    for where in ("rules", "samples", "tests/benchmarks/rules")
    for path in sorted((ROOT / where).glob("*.yaml"))
    if is_rule_file(path)
]
HEAVY = {"yaml", "lark", "pydantic"}


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "visits.yaml"
    path.write_text(RULES, "utf-8")
    return path


def _entry(where: Path) -> Path:
    (entry,) = where.iterdir()
    return entry


def _no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the rule file was read again")

    monkeypatch.setattr(loading, "load_bytes", refuse)


def test_the_second_time_nothing_is_parsed(
    where: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = find(str(rules))
    assert _entry(where).stat().st_size > len(RULES)
    _no_reading(monkeypatch)
    assert find(str(rules)) == first


@pytest.mark.parametrize("path", RULE_FILES)
def test_what_is_kept_is_what_is_read(
    where: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = load(str(path))
    assert find(str(path)) == (read,)
    _no_reading(monkeypatch)
    assert find(str(path)) == (read,)
    assert len([*where.iterdir()]) == 1


def test_a_process_with_a_kept_pack_loads_neither_yaml_nor_lark_nor_pydantic(
    where: Path, rules: Path
) -> None:
    asked = f"import sys; from reportcheck.rulefile import find; find({str(rules)!r}); "
    asked += f"print(sorted({HEAVY!r} & set(sys.modules)))"
    variables = {**os.environ, VARIABLE: str(where), "PYTHONPATH": os.pathsep.join(sys.path)}
    said = [
        subprocess.run(
            [sys.executable, "-c", asked], env=variables, capture_output=True, text=True, check=True
        ).stdout.strip()
        for _ in range(2)
    ]
    assert said == [str(sorted(HEAVY)), "[]"]


def test_an_edited_rule_file_is_read_again_and_takes_the_place_of_the_old(
    where: Path, rules: Path
) -> None:
    find(str(rules))
    rules.write_text(RULES.replace(">=", "> "), "utf-8")
    assert find(str(rules)) == (load(str(rules)),)
    rules.write_text(RULES + "\n", "utf-8")
    assert find(str(rules)) == (load(str(rules)),)
    rules.write_text(RULES, "utf-8")
    assert find(str(rules)) == (load(str(rules)),)
    assert _entry(where).is_file()


def test_a_pack_is_named_as_it_is_named_now(
    where: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find(str(rules))
    monkeypatch.chdir(rules.parent)
    _no_reading(monkeypatch)
    assert [pack.path for pack in find("visits.yaml")] == ["visits.yaml"]
    assert _entry(where).is_file()


def test_mistakes_are_told_each_time(where: Path, rules: Path) -> None:
    rules.write_text(RULES.replace("Spring\n", "Autumn\n"), "utf-8")
    for _ in range(2):
        with pytest.raises(RuleFileProblem):
            find(str(rules))
    assert not where.exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_a_damaged_entry_is_worth_nothing(where: Path, rules: Path, data: st.DataObject) -> None:
    (pack,) = find(str(rules))
    entry = _entry(where)
    content = entry.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.integers(1, 255))
    for damaged in (
        content[:place],
        content[:place] + bytes([content[place] ^ other]) + content[place + 1 :],
        content + b"x",
    ):
        entry.write_bytes(damaged)
        assert kept.kept(rules.read_bytes(), str(rules)) in [None, pack]
        assert find(str(rules)) == (pack,)
    assert entry.read_bytes() == content


def test_what_another_version_of_the_tool_has_kept_is_not_used(
    where: Path, rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find(str(rules))
    monkeypatch.setattr(kept, "_code", lambda: 1)
    assert kept.kept(rules.read_bytes(), str(rules)) is None
    find(str(rules))
    assert kept.kept(rules.read_bytes(), str(rules)) is not None
    assert _entry(where).is_file()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the profile of a user has no such modes")
@pytest.mark.parametrize("what", ["file", "folder", "owner"])
def test_what_somebody_else_could_have_written_is_not_used(
    where: Path, rules: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    find(str(rules))
    assert kept.kept(rules.read_bytes(), str(rules)) is not None
    if what == "file":
        _entry(where).chmod(0o666)
    elif what == "folder":
        where.chmod(0o777)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 12_345)
    assert kept.kept(rules.read_bytes(), str(rules)) is None


def test_without_a_place_to_write_everything_works_as_before(
    rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "file" / "below"))
    assert find(str(rules)) == find(str(rules))


@pytest.mark.parametrize("value", ["off", ""])
def test_it_can_be_switched_off(
    rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv(VARIABLE, value)
    monkeypatch.chdir(tmp_path)
    find(str(rules))
    assert folder() is None
    assert [*tmp_path.iterdir()] == [rules]


def test_only_so_many_are_kept(
    where: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST", 3)
    for nth in range(5):
        path = tmp_path / f"{nth}.yaml"
        path.write_text(RULES, "utf-8")
        find(str(path))
    assert len([*where.iterdir()]) == 3
    assert kept.kept(RULES.encode(), str(tmp_path / "4.yaml")) is not None


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="these have folders of their own")
def test_the_folder_is_that_of_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert folder() == tmp_path / "reportcheck" / "rules"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert folder() == tmp_path / ".cache" / "reportcheck" / "rules"

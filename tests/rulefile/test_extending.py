"""Rule files that start from another one: what they change, add and remove, and every mistake."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
import yaml

from reportcheck import rulefile
from reportcheck.problem import RuleFileProblem
from reportcheck.rule import Pack
from reportcheck.rulefile import kept
from tests.acceptance.running import ROOT, run

BASE = """\
form: visits
title: Visits
version: 1
values: count
tables:
- id: visits
  columns:
  - Adults
  - {label: Children, items: [Boys, Girls]}
  - label: Total
    equals: sum(*)
  rows: [Spring, Summer]
- id: notes
  rows: one
  columns: [Kept, Lost]
rules:
- id: peak
  table: visits
  each: column
  check: Summer >= Spring
  severity: warning
- id: kept
  table: notes
  check: Kept >= Lost
"""


def built(folder: Path, extension: str, base: str = BASE) -> Pack:
    (folder / "base.yaml").write_text(base, "utf-8")
    (folder / "own.yaml").write_text("extends: base.yaml\n" + extension, "utf-8")
    return rulefile.load(str(folder / "own.yaml"))


def plain(pack: Pack) -> object:
    """Everything about a pack but where it was read from."""
    rules = [replace(rule, path="", line=0) for rule in pack.rules]
    return pack.form, sorted(rules, key=lambda rule: rule.id)


def refused(folder: Path, extension: str, base: str = BASE) -> list[tuple[str, int, int, str]]:
    with pytest.raises(RuleFileProblem) as caught:
        built(folder, extension, base)
    return [(Path(m.path).name, m.line, m.column, m.code) for m in caught.value.mistakes]


@pytest.mark.parametrize(
    ("extension", "written_out"),
    [
        ("", BASE),
        ("version: 2\ntitle: Guests\n", BASE.replace("version: 1", "version: 2")
         .replace("title: Visits", "title: Guests")),
        ("change: {tables: [{id: notes, columns: [Lost, Kept, Found]}]}\n",
         BASE.replace("[Kept, Lost]", "[Lost, Kept, Found]")),
        ("change: {items: [{item: 'visits::Spring', aliases: [Frühling]}]}\n",
         BASE.replace("rows: [Spring,", "rows: [{id: Spring, aliases: [Frühling]},")),
        ("change: {items: [{item: 'visits::Children.Boys', label: Lads}]}\n",
         BASE.replace("items: [Boys,", "items: [{id: Boys, label: Lads},")),
        ("change: {items: [{item: 'visits::Children', without: items}]}\n",
         BASE.replace("{label: Children, items: [Boys, Girls]}", "Children")),
        ("change: {rules: [{id: peak, severity: error}]}\n",
         BASE.replace("severity: warning", "severity: error")),
        ("change: {rules: [{id: peak, without: [severity]}]}\n",
         BASE.replace("  severity: warning\n", "")),
        ("add: {items: [{before: 'visits::Spring', id: Winter}]}\n",
         BASE.replace("rows: [Spring,", "rows: [Winter, Spring,")),
        ("add: {items: [{after: 'visits::Boys', id: Babies}]}\n",
         BASE.replace("[Boys, Girls]", "[Boys, Babies, Girls]")),
        ("add: {items: [{under: 'visits::Children', id: Babies}]}\n",
         BASE.replace("[Boys, Girls]", "[Boys, Girls, Babies]")),
        ("add: {items: [{under: 'visits::Summer', id: July}, {after: 'visits::July', id: Aug}]}\n",
         BASE.replace("Summer]", "{id: Summer, items: [July, Aug]}]")
         .replace("Summer >= Spring", "Summer >= Spring")),
        ("add: {tables: [{before: notes, id: more, rows: one, columns: [a]}]}\n",
         BASE.replace("- id: notes", "- {id: more, rows: one, columns: [a]}\n- id: notes")),
        ("add:\n  rules:\n  - id: some\n    table: notes\n    check: Kept > 0\n",
         BASE + "- id: some\n  table: notes\n  check: Kept > 0\n"),
        ("remove: {rules: [kept], tables: [notes]}\n",
         BASE[: BASE.index("- id: notes")] + BASE[BASE.index("rules:"): BASE.index("- id: kept")]),
        ("remove: {items: ['visits::Girls']}\n", BASE.replace("[Boys, Girls]", "[Boys]")),
    ],
)  # fmt: skip
def test_what_is_extended_is_as_if_it_were_written_out(
    extension: str, written_out: str, tmp_path: Path
) -> None:
    if "Summer, items" in written_out:  # a heading has no value of its own
        extension += "change: {rules: [{id: peak, check: sum(Summer) >= Spring}]}\n"
        written_out = written_out.replace("Summer >= Spring", "sum(Summer) >= Spring")
    (tmp_path / "out.yaml").write_text(written_out, "utf-8")
    assert plain(built(tmp_path, extension)) == plain(rulefile.load(str(tmp_path / "out.yaml")))


def test_files_may_rest_on_files_that_rest_on_files(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    built(tmp_path / "below", "version: 2\nremove: {rules: [kept]}\n")
    top = tmp_path / "top.yaml"
    top.write_text(
        "extends: below/own.yaml\nadd: {items: [{after: 'visits::Summer', id: Autumn}]}\n"
    )
    pack = rulefile.load(str(top))
    assert pack.form.version == "2"
    assert [rule.id for rule in pack.rules] == ["visits.Total", "peak"]
    rows = [slot.row for slot in pack.form.by_id["visits"].slots() if slot.column == "Adults"]
    assert rows == ["Spring", "Summer", "Autumn"]
    assert [name for name, _ in pack.sources] == ["below/own.yaml", "below/base.yaml"]
    assert [Path(rule.path).name for rule in pack.rules] == ["base.yaml", "base.yaml"]


def test_a_pack_of_the_tool_may_be_extended(tmp_path: Path) -> None:
    own = tmp_path / "ours.yaml"
    own.write_text("extends: gir@2021.1\nform: ours\nremove: {rules: [结转衔接]}\n", "utf-8")
    (pack,) = rulefile.find(str(own))
    (gir,) = rulefile.find("gir@2021.1")
    assert pack.form.id == "ours"
    assert pack.form.tables == gir.form.tables
    assert len(pack.rules) == len(gir.rules) - 1


def test_the_code_list_of_a_base_is_beside_the_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / "kept"))
    (tmp_path / "below").mkdir()
    codes = tmp_path / "below" / "codes.csv"
    codes.write_text("code,name,parent\n1,all,\n11,part,1\n12,rest,1\n", "utf-8")
    (tmp_path / "below" / "base.yaml").write_text(
        "form: f\ntables:\n- id: t\n  columns:\n  - {id: code, values: code}\n"
        "  - {id: paid, values: amount}\n"
        "  hierarchy: {code: code, value: paid, list: codes.csv}\n",
        "utf-8",
    )
    top = tmp_path / "top.yaml"
    top.write_text("extends: below/base.yaml\nversion: 2\n", "utf-8")
    (pack,) = rulefile.find(str(top))
    assert [name for name, _ in pack.sources] == ["below/base.yaml", "below/codes.csv"]
    codes.write_text(codes.read_text("utf-8") + "13,more,1\n", "utf-8")
    (again,) = rulefile.find(str(top))
    assert again.digest != pack.digest


# Mistakes


@pytest.mark.parametrize(
    ("extension", "told"),
    [
        ("tables: []\n", [("own.yaml", 2, 1, "extends-plain-list")]),
        ("chnge: {}\n", [("own.yaml", 2, 1, "unknown-field")]),
        ("change: {table: []}\n", [("own.yaml", 2, 10, "unknown-field")]),
        ("change: []\n", [("own.yaml", 2, 9, "wrong-kind")]),
        ("change: {tables: notes}\n", [("own.yaml", 2, 18, "wrong-kind")]),
        ("change: {tables: [{id: note}]}\n", [("own.yaml", 2, 24, "unknown-table")]),
        ("change: {rules: [{id: peek}]}\n", [("own.yaml", 2, 23, "extends-unknown-rule")]),
        ("change: {rules: [{severity: info}]}\n", [("own.yaml", 2, 18, "missing-field")]),
        ("change: {items: [{item: 'visits::Sprng'}]}\n", [("own.yaml", 2, 25, "unknown-name")]),
        ("change: {items: [{item: 'visit::Spring'}]}\n", [("own.yaml", 2, 25, "unknown-table")]),
        ("change: {items: [{item: Spring}]}\n", [("own.yaml", 2, 25, "extends-item-form")]),
        ("change: {items: [{item: 'visits::Spring', without: items}]}\n",
         [("own.yaml", 2, 52, "extends-no-such-field")]),
        ("remove: {rules: [visits.Total]}\n", [("own.yaml", 2, 18, "extends-unknown-rule")]),
        ("add: {items: [{id: Winter}]}\n", [("own.yaml", 2, 15, "extends-where")]),
        ("add: {items: [{before: 'visits::Spring', after: 'visits::Spring', id: W}]}\n",
         [("own.yaml", 2, 15, "extends-where")]),
        ("add: {items: [{after: 'visits::Autumn', id: W}]}\n",
         [("own.yaml", 2, 23, "unknown-name")]),
        # What comes of it is read like any rule file: each mistake names its own file.
        ("remove: {items: ['visits::Summer']}\n", [("base.yaml", 20, 10, "unknown-name")]),
        ("change: {rules: [{id: peak, chek: 1}]}\n", [("own.yaml", 2, 29, "unknown-field")]),
        ("add: {items: [{after: 'visits::Summer', id: Spring}]}\n",
         [("own.yaml", 2, 45, "duplicate-id")]),
        ("change: {tables: [{id: note}]}\nremove: {rules: [peek, kep]}\n",
         [("own.yaml", 2, 24, "unknown-table"), ("own.yaml", 3, 18, "extends-unknown-rule"),
          ("own.yaml", 3, 24, "extends-unknown-rule")]),
    ],
)  # fmt: skip
def test_a_mistake_stands_in_the_file_that_makes_it(
    extension: str, told: list[tuple[str, int, int, str]], tmp_path: Path
) -> None:
    assert refused(tmp_path, extension) == told


def test_the_mistakes_of_the_base_come_first(tmp_path: Path) -> None:
    told = refused(
        tmp_path, "change: {tables: [{id: note}]}\n", BASE.replace("check: K", "chek: K")
    )
    assert {name for name, *_ in told} == {"base.yaml"}


@pytest.mark.parametrize("named", ["base.yml", "gir", "gir@2020.1", "gri@2021.1", "[base.yaml]"])
def test_a_base_that_is_not_there(named: str, tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(BASE, "utf-8")
    (tmp_path / "own.yaml").write_text(f"extends: {named}\n", "utf-8")
    with pytest.raises(RuleFileProblem) as caught:
        rulefile.load(str(tmp_path / "own.yaml"))
    (told,) = caught.value.mistakes
    assert (told.line, told.column) == (1, 10)
    assert told.code in {"extends-not-found", "extends-which", "wrong-kind"}
    if named == "base.yml":
        assert told.facts["suggestion"] == "base.yaml"


@pytest.mark.parametrize("chain", [["a"], ["a", "b"], ["a", "b", "c"]])
def test_files_cannot_rest_on_each_other_in_a_circle(chain: list[str], tmp_path: Path) -> None:
    for name, base in zip(chain, [*chain[1:], chain[0]], strict=True):
        (tmp_path / f"{name}.yaml").write_text(f"extends: {base}.yaml\n", "utf-8")
    with pytest.raises(RuleFileProblem) as caught:
        rulefile.load(str(tmp_path / "a.yaml"))
    assert [each.code for each in caught.value.mistakes] == ["extends-cycle"]


def test_the_line_of_a_base_is_shown(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(BASE, "utf-8")
    own = tmp_path / "own.yaml"
    own.write_text("extends: base.yaml\nremove: {items: ['visits::Summer']}\n", "utf-8")
    ended = run("rules", "check", own, "--lang", "en")
    assert ended.code == 2
    assert f'{tmp_path / "base.yaml"}:20:10: there is no "Summer" in "visits"' in ended.err
    assert "check: Summer >= Spring" in ended.err


# What is kept, and the schema


def test_a_changed_base_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / "kept"))
    built(tmp_path, "version: 2\n")
    (first,) = rulefile.find(str(tmp_path / "own.yaml"))
    assert rulefile.find(str(tmp_path / "own.yaml")) == (first,)
    (tmp_path / "base.yaml").write_text(BASE.replace("Summer >=", "Summer > "), "utf-8")
    (second,) = rulefile.find(str(tmp_path / "own.yaml"))
    assert second.rules[1].check_text == "Summer >  Spring"
    assert second.digest != first.digest
    (tmp_path / "base.yaml").unlink()
    with pytest.raises(RuleFileProblem):
        rulefile.find(str(tmp_path / "own.yaml"))


def test_an_extended_pack_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / "kept"))
    built(tmp_path, "version: 2\n")
    first = rulefile.find(str(tmp_path / "own.yaml"))
    monkeypatch.setattr("reportcheck.rulefile.loading.load_bytes", None)
    assert rulefile.find(str(tmp_path / "own.yaml")) == first


@pytest.mark.parametrize(
    ("document", "valid"),
    [
        ("{extends: a.yaml}", True),
        ("{extends: a.yaml, tables: []}", False),
        ("{extends: a.yaml, change: {tables: [{id: t, title: x}]}}", True),
        ("{extends: a.yaml, change: {tables: [{title: x}]}}", False),
        ("{extends: a.yaml, change: {rules: [{id: r, severity: grave}]}}", False),
        ("{extends: a.yaml, change: {items: [{item: 't::a', without: items}]}}", True),
        ("{extends: a.yaml, add: {items: [{after: 't::a', id: b}]}}", True),
        ("{extends: a.yaml, add: {rules: [{id: r}]}}", False),
        ("{extends: a.yaml, remove: {rules: [a], items: ['t::b']}}", True),
        ("{extends: a.yaml, remove: [a]}", False),
    ],
)
def test_the_schema_knows_extensions(document: str, *, valid: bool) -> None:
    schema = jsonschema.Draft202012Validator(rulefile.schema())
    assert (not list(schema.iter_errors(yaml.safe_load(document)))) == valid


def test_the_form_of_2019_is_that_of_2021_but_for_what_it_says() -> None:
    later, earlier = rulefile.find("gir")
    shared = {table.id for table in later.form.tables if table == earlier.form.by_id.get(table.id)}
    assert shared == {"复议诉讼"}
    assert (ROOT / "rules" / "gir-2019.yaml").read_text("utf-8").count("\n") < 120

"""Packs: found by name, version, file and folder; compiled, and the same as their rule file."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reportcheck import rulefile
from reportcheck.problem import Problem, RuleFileProblem
from reportcheck.rulefile import packs
from reportcheck.rulefile.codec import StaleError
from reportcheck.rulefile.compile import compile_packs
from tests.acceptance.running import run

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases" / "rulefile"
GOOD = sorted(
    path.parent
    for path in CASES.glob("*/expected.txt")
    if path.read_text(encoding="utf-8").startswith(("equals ", "rule "))
)
SMALL = "form: {0}\nversion: {1}\ntables:\n- id: t\n  columns: [a]\n"


def refusal(spec: str) -> Problem:
    with pytest.raises(Problem) as caught:
        rulefile.find(spec)
    return caught.value


@pytest.mark.parametrize("path", [*GOOD, ROOT / "rules", ROOT / "samples"], ids=lambda p: p.name)
def test_a_pack_is_the_same_after_a_round_trip(path: Path) -> None:
    for file in filter(packs.is_rule_file, path.glob("*.yaml")):
        pack = rulefile.load(str(file))
        assert rulefile.pack_from_json(rulefile.pack_to_json(pack)) == pack


def test_json_of_other_classes_is_stale() -> None:
    document = json.loads(rulefile.pack_to_json(rulefile.bundled()[0]))
    document["layout"]["Rule"].append("mood")
    with pytest.raises(StaleError):
        rulefile.pack_from_json(json.dumps(document))


def installed(folder: Path) -> Path:
    """A folder as a wheel has it: the rule files, each with what it was compiled to."""
    shutil.copytree(ROOT / "rules", folder)
    compile_packs(folder, folder)
    return folder


def test_a_compiled_pack_is_the_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = rulefile.bundled()
    folder = installed(tmp_path / "rules")
    monkeypatch.setattr(packs, "rules_folder", lambda: folder)
    monkeypatch.setattr(packs, "loaded", None)  # nothing may be loaded from YAML
    assert rulefile.bundled() == original


def test_a_pack_is_made_once_and_again_when_it_or_what_it_extends_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "a.yaml").write_text(SMALL.format("a", "1"), "utf-8")
    (folder / "b.yaml").write_text("extends: a.yaml\nform: b\n", "utf-8")
    monkeypatch.setattr(packs, "rules_folder", lambda: folder)
    first = rulefile.bundled()
    assert [each.form.version for each in first] == ["1", "1"]
    assert [again is each for again, each in zip(rulefile.bundled(), first, strict=True)] == [
        True, True,
    ]  # fmt: skip
    (folder / "a.yaml").write_text(SMALL.format("a", "2"), "utf-8")
    assert [each.form.version for each in rulefile.bundled()] == ["2", "2"]


def test_a_stale_or_broken_compiled_pack_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = installed(tmp_path / "rules")
    monkeypatch.setattr(packs, "rules_folder", lambda: folder)
    rules = folder / "gir.yaml"
    changed = rules.read_text(encoding="utf-8").replace("version: 2021.1", "version: 2021.1.1")
    rules.write_text(changed, encoding="utf-8")
    assert [pack.form.version for pack in rulefile.find("gir")] == ["2021.1.1", "2019.1"]
    for broken in ("", "[]\n[]", "{}\n{}", '{"tool":'):
        (folder / "gir.json").write_text(broken, encoding="utf-8")
        assert [pack.form.version for pack in rulefile.find("gir")] == ["2021.1.1", "2019.1"]


def test_compiling_is_repeatable(tmp_path: Path) -> None:
    ones = compile_packs(ROOT / "rules", tmp_path / "one")
    others = compile_packs(ROOT / "rules", tmp_path / "other")
    assert [each.name for each in ones] == ["gir.json", "gir-2019.json"]
    assert [each.read_bytes() for each in ones] == [each.read_bytes() for each in others]


def test_the_heavy_libraries_stay_away_until_a_rule_file_is_read() -> None:
    code = (
        "import sys, reportcheck.rulefile;"
        "print({'yaml', 'lark', 'pydantic', 'rapidfuzz', 'polars'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "src"
    )
    assert run.stdout.strip() == "set()"


def test_packs_are_found_by_name_and_version() -> None:
    later, earlier = rulefile.find("gir")
    assert (later,) == rulefile.find("gir@2021.1")
    assert (earlier,) == rulefile.find("gir@2019.1")
    assert (later.path, earlier.path) == ("rules/gir.yaml", "rules/gir-2019.yaml")


def test_an_unknown_pack_or_version_says_what_there_is() -> None:
    unknown = refusal("grr")
    assert (unknown.code, unknown.facts["suggestion"]) == ("unknown-pack", "gir")
    other = refusal("gir@1999.1")
    assert (other.code, other.facts["known"]) == ("unknown-version", ["2021.1", "2019.1"])


def test_a_path_that_is_not_there_is_not_taken_for_a_pack(tmp_path: Path) -> None:
    assert refusal(str(tmp_path / "gir")).code == "rules-not-found"
    assert refusal("gir.yaml").code == "rules-not-found"


def test_a_folder_gives_all_its_rule_files(tmp_path: Path) -> None:
    assert refusal(str(tmp_path)).code == "no-rule-files"
    (tmp_path / "b.yml").write_text(SMALL.format("b", "1"), encoding="utf-8")
    (tmp_path / "a.yaml").write_text(SMALL.format("a", "1"), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no rules", encoding="utf-8")
    assert [pack.form.id for pack in rulefile.find(str(tmp_path))] == ["a", "b"]


def test_a_folder_must_not_hold_the_same_version_twice(tmp_path: Path) -> None:
    for name, version in (("a", "1"), ("b", "2"), ("c", "1")):
        (tmp_path / f"{name}.yaml").write_text(SMALL.format("x", version), encoding="utf-8")
    assert refusal(str(tmp_path)).code == "duplicate-pack"


def test_nor_must_several_rule_files_that_are_asked_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, version in (("a", "1"), ("b", "1"), ("c", "2")):
        Path(f"{name}.yaml").write_text(SMALL.format("x", version), encoding="utf-8")
    # One that is named twice is there once.
    for again in ("a.yaml", "./a.yaml", str(tmp_path / "a.yaml")):
        assert len(rulefile.find_all(["a.yaml", again, "c.yaml"])) == 2
    with pytest.raises(Problem) as refused:
        rulefile.find_all(["a.yaml", "c.yaml", "b.yaml"])
    assert (refused.value.code, refused.value.facts["name"]) == ("duplicate-pack", "x 1")


@pytest.mark.parametrize("command", [["check"], ["extract"]])
def test_unlike_forms_of_one_version_in_parts_of_a_project_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        Path(f"{name}.yaml").write_text(SMALL.format("x", "1"), encoding="utf-8")
        Path(name).mkdir()
        Path(name, "x.csv").write_text("a\n1\n", encoding="utf-8")
    entries = "".join(
        f'[[files]]\npaths = ["{name}"]\nrules = "{name}.yaml"\n' for name in ("one", "two")
    )
    Path("reportcheck.toml").write_text(entries, encoding="utf-8")
    # The same form with rules of its own in another part is no other form.
    assert run(*command, "one", "two", "--lang", "en").code == 0
    Path("two.yaml").write_text(SMALL.format("x", "1").replace("[a]", "[a, b]"), encoding="utf-8")
    ended = run(*command, "one", "two", "--lang", "en")
    assert (ended.code, "The form x 1 is there twice" in ended.err) == (2, True)


def test_the_mistakes_of_all_files_of_a_folder_come_together(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("fomr: x\n", encoding="utf-8")
    problem = refusal(str(tmp_path))
    assert isinstance(problem, RuleFileProblem)
    assert [Path(each.path).name for each in problem.mistakes] == ["a.yaml"] * 2 + ["b.yaml"] * 2

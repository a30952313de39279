"""A receipt tells what was checked and, held against files and rules, what is not the same."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reportcheck.checking import Request, check
from reportcheck.problem import Problem
from reportcheck.receipting import (
    look,
    read_receipt,
    receipt_json,
    receipt_of,
    receipt_schema,
    verifying,
)
from reportcheck.receipting.writing import digest_of
from reportcheck.rendering import verification
from reportcheck.wording import problem
from tests.acceptance.running import SAMPLES, Ended, run

FORM = "invented-2024-planted.xlsx"
PRIOR = "invented-2023.xlsx"
DATA, RULES = "grants-planted.csv", "grants.yaml"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (FORM, PRIOR, DATA, RULES, "grants.csv", "sanming-commerce-2024.xlsx"):
        shutil.copy(SAMPLES / name, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(*arguments: str) -> dict[str, Any]:
    ended = run(*arguments, "--report", "receipt=r.json", "-qq")
    assert ended.err == ""
    told: dict[str, Any] = json.loads(Path("r.json").read_text("utf-8"))
    assert told["exit_code"] == ended.code
    jsonschema.validate(told, json.loads(receipt_schema()))
    return told


def held(*arguments: str) -> Ended:
    """Hold the receipt against files; what it says comes in one line."""
    ended = run("verify", "r.json", *arguments, "--lang", "en")
    assert ended.err == ""
    return Ended(ended.code, " ".join(ended.out.split()), "")


def rewritten(change: Callable[[dict[str, Any]], object], *, honest: bool = True) -> None:
    """Change the receipt; ``honest`` gives it the digest of what it says now."""
    told = json.loads(Path("r.json").read_text("utf-8"))
    change(told)
    if honest:
        told["digest"] = digest_of(told)
    Path("r.json").write_text(json.dumps(told), "utf-8")


def test_what_it_holds(folder: Path) -> None:
    told = written(FORM, "--prior", PRIOR)
    assert told["schema"] == "reportcheck.receipt/1"
    (file,) = told["files"]
    data = (folder / FORM).read_bytes()
    assert (file["name"], file["size"]) == (FORM, len(data))
    assert file["sha256"] == hashlib.sha256(data).hexdigest()
    (submission,) = file["submissions"]
    assert submission["counts"]["fail"] == told["summary"]["fail"] > 0
    assert (submission["form"], submission["form_version"]) == ("gir", "2021.1")
    (rules,) = told["rules"]
    pack = (SAMPLES.parent / "rules/gir.yaml").read_bytes()
    assert rules["sha256"] == hashlib.sha256(pack).hexdigest()
    assert [each["path"] for each in told["asked"][0]["prior"]] == [PRIOR]


def test_the_schema_is_printed_and_refuses_what_is_no_receipt() -> None:
    schema = json.loads(run("schema", "receipt").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    told = written(FORM)
    spoils: tuple[Callable[[dict[str, Any]], object], ...] = (
        lambda t: t.pop("digest"),
        lambda t: t["files"][0].update(sha256="x"),
        lambda t: t["files"][0].pop("submissions"),
        lambda t: t["rules"][0].pop("sha256"),
    )
    for spoil in spoils:
        spoilt = json.loads(json.dumps(told))
        spoil(spoilt)
        assert not jsonschema.Draft202012Validator(schema).is_valid(spoilt)
    ended = run("schema", "recipt")
    assert ended.code == 2
    assert "receipt" in ended.err


def test_the_same() -> None:
    written(FORM, "--prior", PRIOR)
    ended = held()
    assert ended.code == 0
    assert "byte for byte" in ended.out
    assert "rules of gir 2021.1 are the same" in ended.out
    assert "Checked again, and it came out as the receipt says" in ended.out
    assert ended.out.endswith("The receipt holds, and it says that not all passed.")


def test_a_file_under_another_name_is_known_by_its_content(folder: Path) -> None:
    written(FORM, "sanming-commerce-2024.xlsx")
    (folder / FORM).rename("copy.xlsx")
    assert held("copy.xlsx").code == 0
    ended = held()
    assert ended.code == 2
    assert f"{FORM} cannot be read; say where the file is now" in ended.out


def test_a_file_beside_the_receipt_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(DATA, "--rules", RULES)
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    assert run("verify", "../r.json").code == 0


def test_another_file(folder: Path) -> None:
    written(FORM)
    with (folder / FORM).open("ab") as file:
        file.write(b"\0")
    ended = held()
    assert ended.code == 1
    assert "is not the file of the receipt" in ended.out
    assert "Nothing was checked again" in ended.out
    assert ended.out.endswith("The receipt does not hold.")


def test_a_file_that_the_receipt_is_not_about() -> None:
    written(FORM, DATA, "--rules", RULES, "--rules", "gir")
    ended = held("grants.csv")
    assert ended.code == 2
    assert "says nothing of grants.csv" in ended.out


def test_other_rules(folder: Path) -> None:
    written(DATA, "--rules", RULES)
    shutil.copy(RULES, "kept.yaml")
    with (folder / RULES).open("a") as file:
        file.write("# another line\n")
    ended = held()
    assert ended.code == 1
    assert "The rules of grants 1.0 are others now" in ended.out
    assert held("--rules", "kept.yaml").code == 0
    assert held("--rules", "gir").code == 2
    (folder / RULES).unlink()
    ended = held()
    assert ended.code == 2
    assert "The rules cannot be loaded: There is no rule file" in ended.out


def test_another_version_of_the_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    written(DATA, "--rules", RULES)
    monkeypatch.setattr(verifying, "__version__", "9.9")
    ended = held()
    assert ended.code == 0
    assert "was written by reportcheck 0.1.0, this is 9.9" in ended.out
    rewritten(lambda told: told["files"][0]["submissions"][0]["counts"].update(fail=99))
    ended = held()
    assert ended.code == 1
    assert "checked by reportcheck 0.1.0 then and by 9.9 now: failed 99" in ended.out


def test_other_counts_though_all_is_the_same() -> None:
    written(DATA, "--rules", RULES)

    def change(told: dict[str, Any]) -> None:
        submission = told["files"][0]["submissions"][0]
        submission["counts"]["unknown"] += 1
        submission["agency"] = "Nobody"

    rewritten(change)
    ended = held()
    assert ended.code == 1
    assert "checked again, does not come out as the receipt says:" in ended.out
    assert "agency Nobody" in ended.out
    assert "not checked" in ended.out


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["summary"].update(fail=0),
        lambda told: told["files"][0]["submissions"][0]["counts"].update(fail=0),
        lambda told: told.update(time="2000-01-01T00:00:00+00:00"),
        lambda told: told.update(more="x"),
        lambda told: told["files"][0].update(sha256="0" * 64),
    ],
)
def test_an_edited_receipt_proves_nothing(change: Callable[[dict[str, Any]], object]) -> None:
    written(FORM)
    rewritten(change, honest=False)
    ended = held()
    assert ended.code == 1
    assert "The receipt was changed after it was written" in ended.out
    assert "byte for byte" not in ended.out


def test_how_it_is_set_does_not_matter() -> None:
    told = written(FORM)
    Path("r.json").write_text(json.dumps(told, sort_keys=True), "utf-8")
    assert held().code == 0


def test_waivers_hold_on_the_day_of_the_check() -> None:
    run("waive", DATA, "--rules", RULES, "--output", "w.yaml")
    text = Path("w.yaml").read_text("utf-8")
    for word in (" reason: known", " by: Li", " until: 2030-01-01"):
        text = text.replace(f" {word.split(':')[0].strip()}:\n", f"{word}\n")
    Path("w.yaml").write_text(text, "utf-8")
    request = Request((DATA,), rules=(RULES,), waivers=("w.yaml",), today=date(2029, 12, 31))
    before = look(request)
    made = receipt_of(request, check(request), before, datetime(2029, 12, 31, tzinfo=UTC))
    Path("r.json").write_text(receipt_json(made), "utf-8")
    told = json.loads(receipt_json(made))
    jsonschema.validate(told, json.loads(receipt_schema()))
    (submission,) = told["files"][0]["submissions"]
    assert submission["counts"]["accepted"] > 0
    assert submission["accepted"][0]["reason"] == "known"
    assert submission["accepted"][0]["until"] == "2030-01-01"
    assert held().code == 0
    Path("moved.yaml").write_text(text, "utf-8")
    Path("w.yaml").write_text(text + "# x\n", "utf-8")
    ended = held()
    assert ended.code == 1
    assert "w.yaml was used in the check and is not the same any more" in ended.out
    assert held("--waivers", "moved.yaml").code == 0
    Path("w.yaml").unlink()
    ended = held()
    assert ended.code == 2
    assert "w.yaml was used in the check and cannot be read" in ended.out


def test_rules_that_look_at_other_files_of_the_run() -> None:
    # A rule that required nothing of any file is told once, in the first of them.
    rules = (
        "form: f\ntables:\n- id: t\n  columns: [{id: k, values: text}, {id: n, values: count}]\n"
    )
    rules += "rules:\n- {id: big, table: t, each: row, where: \"k = 'x'\", check: n > 0}\n"
    Path("f.yaml").write_text(rules, "utf-8")
    Path("a.csv").write_text("k,n\na,1\n", "utf-8")
    Path("b.csv").write_text("k,n\nx,1\n", "utf-8")
    written("a.csv", "b.csv", "--rules", "f.yaml")
    assert held("a.csv").code == 0
    Path("b.csv").unlink()
    ended = held("a.csv")
    assert ended.code == 2
    assert "a.csv was checked together with other files" in ended.out


def test_a_project_asks_different_things_of_different_files(folder: Path) -> None:
    project = f'[[files]]\npaths = ["grants*.csv"]\nrules = ["{RULES}"]\nfail-on = "never"\n'
    project += f'[[files]]\npaths = ["{FORM}"]\nprior = ["{PRIOR}"]\n'
    Path("reportcheck.toml").write_text(project, "utf-8")
    told = written("check")
    assert len(told["asked"]) == 2
    Path("reportcheck.toml").unlink()
    assert held().code == 0
    assert held(DATA).code == 0
    with (folder / PRIOR).open("ab") as file:
        file.write(b"\0")
    assert held().code == 1
    assert held(DATA).code == 0  # which is checked without it


CITY = """\
form: city
identity:
  agency:
  - filename: "^(?P<agency>[a-z]+)"
  period:
  - filename: "(?P<period>[0-9]{4})"
tables:
- id: t
  values: {type: count, blank: unknown}
  columns: [x]
  rows: [one]
rules:
- {id: below, table: t, each: cell, check: cell = sum(children(cell))}
"""


def test_the_list_of_agencies_is_used_again(folder: Path) -> None:
    Path("city.yaml").write_text(CITY, "utf-8")
    Path("list.csv").write_text("name,parent\ntown,\nelm,town\noak,town\n", "utf-8")
    for name, number in (("town", 5), ("elm", 2), ("oak", 2)):
        Path(f"{name}_2024.csv").write_text(f",x\none,{number}\n", "utf-8")
    names = ("town_2024.csv", "elm_2024.csv", "oak_2024.csv")
    told = written(*names, "--rules", "city.yaml", "--hierarchy", "list.csv")
    assert told["asked"][0]["hierarchy"]["path"] == "list.csv"
    assert told["summary"]["fail"] == 1
    assert held().code == 0
    assert held("town_2024.csv").code == 0  # the others are at hand
    (folder / "list.csv").rename("moved.csv")
    assert held().code == 2
    assert held("--hierarchy", "moved.csv").code == 0
    Path("list.csv").write_text("name,parent\ntown,\nelm,town\n", "utf-8")
    ended = held()
    assert ended.code == 1
    assert "list.csv was used in the check and is not the same any more" in ended.out


def test_files_that_were_not_checked() -> None:
    Path("broken.xlsx").write_bytes(b"PK\x03\x04 nothing")
    told = written("broken.xlsx", "nowhere.xlsx")
    assert [each["submissions"][0]["problem"] for each in told["files"]] == [
        "damaged-workbook",
        "not-found",
    ]
    assert told["files"][1]["sha256"] is None
    assert held("broken.xlsx").code == 0
    Path("nowhere.xlsx").write_bytes(b"x")
    ended = held()
    assert ended.code == 2
    assert "could not be read when the receipt was written" in ended.out


def test_a_file_that_changes_while_it_is_checked_gets_no_receipt() -> None:
    request = Request((FORM,), today=date(2029, 1, 1))
    before = look(request)
    report = check(request)
    os.utime(FORM, ns=(1, 1))
    with pytest.raises(Problem) as refused:
        receipt_of(request, report, before, datetime(2029, 1, 1, tzinfo=UTC))
    assert "was changed while it was checked" in problem(refused.value, "en")


def test_what_can_have_no_receipt_or_is_none() -> None:
    ended = run("-", "--report", "receipt=r.json", "--lang", "en")
    assert (ended.code, ended.out) == (2, "")
    assert "standard input can have no receipt" in ended.err
    for text in ("", "[]", "{", '{"schema": "reportcheck.report/1"}', "[" * 100_000):
        Path("r.json").write_text(text, "utf-8")
        ended = run("verify", "r.json", "--lang", "en")
        assert (ended.code, ended.out) == (2, "")
        assert "is no receipt" in ended.err
    assert run("verify", "none.json").code == 2
    written(FORM)
    rewritten(lambda told: told["files"][0].update(asked=3))
    ended = run("verify", "r.json", "--lang", "en")
    assert ended.code == 2
    assert "is not a whole receipt: files" in ended.err
    written(FORM)
    rewritten(lambda told: told.update(rules=[{"form": 7}]))
    assert "rules[0].form" in run("verify", "r.json", "--lang", "en").err


def test_a_receipt_is_read_as_it_was_written() -> None:
    request = Request((FORM, DATA), rules=("gir", RULES), prior=(PRIOR,), today=date(2029, 1, 1))
    before = look(request)
    made = receipt_of(request, check(request), before, datetime(2029, 1, 1, tzinfo=UTC))
    Path("r.json").write_text(receipt_json(made), "utf-8")
    assert read_receipt("r.json")[0] == made


def test_it_is_never_written_over_what_is_checked_or_made_of_a_report() -> None:
    assert run(FORM, "--report", f"receipt={FORM}").code == 2
    run(FORM, "--report", "json=j.json", "-qq")
    ended = run("render", "j.json", "--report", "receipt=r.json")
    assert ended.code == 2
    assert not Path("r.json").exists()


def test_a_list_from_standard_input_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    listed = io.TextIOWrapper(io.BytesIO(f"{FORM}\n".encode()))
    monkeypatch.setattr(sys, "stdin", listed)
    assert [each["path"] for each in written("@-")["files"]] == [FORM]


def test_of_many_files_that_are_the_same_only_the_number_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "MOST_SAME", 1)
    shutil.copy(folder / "grants.csv", "other.csv")
    written("grants.csv", "other.csv", "--rules", RULES)
    ended = held()
    assert ended.code == 0
    assert "2 files are those of the receipt" in ended.out
    assert "other.csv" not in ended.out

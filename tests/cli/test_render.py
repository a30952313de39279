"""``reportcheck render``: the reports of a check, made again from its JSON."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from reportcheck import checking
from reportcheck.rendering.formats import ON_SCREEN, TEXTS
from tests.cli.test_command_line import PLANTED, ROOT, RULES, SEED, run

pytestmark = pytest.mark.no_cover  # see pyproject.toml

FORMS = (SEED, str(ROOT / "samples/invented-2024-planted.xlsx"), "no-such-file")
PRIOR = ("--prior", str(ROOT / "samples/invented-2023.xlsx"))


@pytest.mark.parametrize("inputs", [(*FORMS, *PRIOR), (PLANTED, *RULES)], ids=["forms", "records"])
def test_what_is_rendered_is_what_was_written(
    inputs: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = cache(checking.check)  # what is said of it is compared
    monkeypatch.setattr(checking, "check", lambda request, _=None: once(request))
    kinds = [kind for kind in TEXTS if kind != "github"]
    direct = [w for kind in kinds for w in ("--report", f"{kind}={tmp_path / f'direct.{kind}'}")]
    assert run(*inputs, *direct, "-qq").code > 0
    kept = str(tmp_path / "direct.json")
    again = [w for kind in kinds for w in ("--report", f"{kind}={tmp_path / f'again.{kind}'}")]
    ended = run("render", kept, *again)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    for kind in kinds:
        first, second = (tmp_path / f"{name}.{kind}" for name in ("direct", "again"))
        assert first.read_bytes() == second.read_bytes()
    for name in ON_SCREEN:
        assert run("render", kept, "--format", name).out == run(*inputs, "--format", name).out
    chinese = run(*inputs, "--lang", "zh", "--statistics").out
    assert run("render", kept, "--lang", "zh", "--statistics").out == chinese


def test_the_language_is_that_of_the_report(tmp_path: Path) -> None:
    kept = tmp_path / "r.json"
    run(SEED, "--lang", "zh", "--report", f"json={kept}", "-qq")
    assert "没有填写" in run("render", str(kept)).out
    assert "is empty" in run("render", str(kept), "--lang", "en").out


def test_the_report_itself_is_never_written_over(tmp_path: Path) -> None:
    kept = tmp_path / "r.json"
    run(SEED, "--report", f"json={kept}", "-qq")
    ended = run("render", str(kept), "--report", f"markdown={kept}")
    assert ended.code == 2
    assert json.loads(kept.read_text("utf-8"))["schema"] == "reportcheck.report/1"


def test_what_is_no_report_is_told() -> None:
    ended = run("render", SEED)
    assert (ended.code, ended.out) == (2, "")
    assert "is not the JSON report of a check" in ended.err


def test_the_schema_of_the_report_is_printed() -> None:
    kept = json.loads(run(SEED, "--format", "json").out)
    jsonschema.validate(kept, json.loads(run("schema").out))


def test_rows_that_were_put_together_are_not_made_up(tmp_path: Path) -> None:
    kept = tmp_path / "r.json"
    run(SEED, "--report", f"json={kept}", "-qq")
    assert run("render", str(kept), "--report", f"csv={tmp_path / 'a.csv'}").code == 0
    told = json.loads(kept.read_text("utf-8"))
    told["files"][0]["grouped"] = True
    kept.write_text(json.dumps(told), encoding="utf-8")
    ended = run("render", str(kept), "--report", f"csv={tmp_path / 'b.csv'}")
    assert ended.code == 2
    assert "check the file again with --report csv=FILE" in " ".join(ended.err.split())
    assert not (tmp_path / "b.csv").exists()
    assert run("render", str(kept), "--report", f"junit={tmp_path / 'b.xml'}").code == 0
    assert run("render", str(kept), "--format", "jsonl").code == 2

"""What CI systems take from here: the hook, the action and the examples do what they say."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportcheck.gathering import TABLE_SUFFIXES
from reportcheck.rendering.formats import KINDS

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
EXAMPLES = sorted((ROOT / "docs" / "ci").glob("*.yml"))

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="the scripts are for bash")


def environ(**more: str) -> dict[str, str]:
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONUTF8": "1", **more}


def acted(folder: Path, **given: str) -> tuple[int, str, str]:
    """Run the script of the action; return its code, what it printed, and its outputs."""
    (step,) = (each for each in ACTION["runs"]["steps"] if each.get("id") == "check")
    inputs = {name: str(each.get("default", "")) for name, each in ACTION["inputs"].items()}
    inputs |= {name.replace("_", "-"): value for name, value in given.items()}
    values = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], value)
        for name, value in step["env"].items()
    }
    outputs = folder / "outputs"
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", step["run"]],
        cwd=folder, env=environ(GITHUB_OUTPUT=str(outputs), GITHUB_STEP_SUMMARY="", **values),
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr, outputs.read_text("utf-8")


@needs_bash
def test_the_action_annotates_and_ends_as_the_check(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "my samples")
    code, told, outputs = acted(
        tmp_path,
        paths="my samples/grants-planted.csv\n\n",
        rules="my samples/grants.yaml",
        reports="  sarif=found.sarif\njunit=found.xml  ",
    )
    assert (code, outputs) == (1, "exit-code=1\n")
    assert "::error file=my samples/grants-planted.csv" in told
    assert json.loads((tmp_path / "found.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert (tmp_path / "found.xml").is_file()
    code, _, outputs = acted(
        tmp_path, paths="my samples/grants.csv", rules="my samples/grants.yaml"
    )
    assert (code, outputs.splitlines()[-1]) == (0, "exit-code=0")


@needs_bash
def test_the_action_takes_what_the_check_takes(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    (tmp_path / "w.yaml").write_text("waivers: []\n", "utf-8")
    (tmp_path / "list.csv").write_text("name,parent,reports\ntown,,no\n", "utf-8")
    (tmp_path / "renamed.csv").write_text("old,new,from\na,b,2024\n", "utf-8")
    given = {"paths": "samples/grants-planted.csv", "rules": "samples/grants.yaml"}
    _, told, _ = acted(tmp_path, **given, reports="json=last.json")
    assert "grants.total" in told
    code, told, _ = acted(
        tmp_path, **given, select="grants.total\ngrant-once", ignore="grant-once",
        waivers="w.yaml", since="last.json", hierarchy="list.csv", agencies="renamed.csv",
        reports="json=now.json",
    )  # fmt: skip
    assert code == 2, told
    assert "hierarchy-unused" in told  # the rules of this file make no sums over agencies
    report = json.loads((tmp_path / "now.json").read_text("utf-8"))
    found = {each["rule"] for each in report["files"][0]["findings"]}
    assert found == {"grants.total"}
    assert report["since"]["remaining"] > 0


@needs_bash
def test_what_is_given_to_the_action_is_never_run(tmp_path: Path) -> None:
    code, _, _ = acted(tmp_path, paths="$(touch hit) `touch hit` ; touch hit\n--version")
    assert code == 2
    assert not (tmp_path / "hit").exists()


def test_every_input_of_the_action_is_used() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    for name in ACTION["inputs"]:
        assert f"inputs.{name} " in text


def test_no_input_stands_in_a_script() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


@pytest.mark.parametrize("hook", HOOKS, ids=[hook["id"] for hook in HOOKS])
def test_a_hook_runs_its_command(hook: dict[str, Any], tmp_path: Path) -> None:
    file = {"reportcheck": "samples/invented-2024.xlsx", "reportcheck-rules": "rules/gir.yaml"}
    assert re.search(hook["files"], file[hook["id"]])
    done = subprocess.run(
        [*shlex.split(hook["entry"]), file[hook["id"]]],
        cwd=ROOT, env=environ(HOME=str(tmp_path)), capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0


def test_the_hook_sees_what_a_folder_run_sees() -> None:
    (hook,) = (each for each in HOOKS if each["id"] == "reportcheck")
    unsure = {".txt"}  # which may hold anything; how-to.md says how to add it
    for ending in TABLE_SUFFIXES - unsure:
        assert re.search(hook["files"], f"a/年报{ending}"), ending
        assert re.search(hook["files"], f"A{ending.upper()}"), ending
    assert not re.search(hook["files"], "notes.txt")
    assert re.search(hook["exclude"], "a/~$年报.xlsx")


@pytest.mark.parametrize("example", EXAMPLES, ids=[each.name for each in EXAMPLES])
def test_the_examples_name_reports_that_there_are(example: Path) -> None:
    text = example.read_text("utf-8")
    assert yaml.safe_load(text)
    named = re.findall(r"\b(\w+)=[\w.-]+\.(?:sarif|xml|json|html|md|xlsx)\b", text)
    assert named
    assert set(named) <= set(KINDS)
    if example.name == "github.yml":
        (used,) = (
            step["with"]
            for step in yaml.safe_load(text)["jobs"]["check"]["steps"]
            if step.get("uses") == "./.reportcheck"
        )
        assert set(used) <= set(ACTION["inputs"])

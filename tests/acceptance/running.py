"""The tool run as people run it, in this process: its arguments, its exit code, what it printed."""

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportcheck.cli import main

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    err: str


def run(*arguments: str | Path) -> Ended:
    """Run the tool with these arguments."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(each) for each in arguments])
        out.flush()
        err.flush()
    return Ended(code, _text(out), _text(err))


def report(*arguments: str | Path) -> dict[str, Any]:
    """Run a check and return its JSON report, with the exit code of the run beside it."""
    ended = run(*arguments, "--format", "json")
    assert ended.out, ended.err
    return {"exit": ended.code, **json.loads(ended.out)}


def only_file(*arguments: str | Path) -> dict[str, Any]:
    """Run a check of one file and return what the report says about it."""
    whole = report(*arguments)
    (file,) = whole["files"]
    return {"exit": whole["exit"], **file}


def failing(file: dict[str, Any]) -> set[tuple[str, str]]:
    """Return rule and cell of everything that failed in a file."""
    return {
        (finding["rule"], finding["at"]["cell"])
        for finding in file["findings"]
        if finding["verdict"] == "fail"
    }


def rules_and_data(folder: Path, rules: str, data: str | bytes) -> tuple[Path, Path]:
    """Write a rule file and a table into a folder."""
    rule_file, table = folder / "rules.yaml", folder / "data.csv"
    rule_file.write_text(rules, "utf-8")
    table.write_bytes(data if isinstance(data, bytes) else data.encode())
    return rule_file, table


def _text(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()

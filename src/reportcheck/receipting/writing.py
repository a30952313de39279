"""A receipt made of a check, and written as JSON with a digest of itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from reportcheck import __version__
from reportcheck.checking import Request
from reportcheck.finding import Finding, Verdict
from reportcheck.gathering import gather
from reportcheck.problem import Problem
from reportcheck.receipt import SCHEMA, Asked, Checked, Edition, Outcome, Receipt, Stamp
from reportcheck.receipting.stamping import Seen, stamps_of, unchanged
from reportcheck.rendering.json_report import as_json, counts_object, summary_object
from reportcheck.report import FileReport, Report
from reportcheck.rule import Pack
from reportcheck.waiver import target_of


def look(request: Request) -> dict[str, Seen]:
    """Return how every file looks that a check is about to read, but the rule files."""
    asks = [request.of(None)]
    if request.project is not None:
        asks = [request.of(part) for part in request.project.parts]
    beside = [path for each in asks for path in (*gather(each.prior).files, *each.waivers)]
    beside += [path for each in asks for path in (each.hierarchy, each.agencies) if path]
    return stamps_of([*gather(request.paths).files, *beside])


def receipt_of(
    request: Request, report: Report, before: Mapping[str, Seen], now: datetime
) -> Receipt:
    """Return the receipt of a check; a file that was changed meanwhile is a Problem.

    ``before`` is how the files looked before the check, ``now`` a time with its zone.
    """
    asks: dict[Request, int] = {}
    files: dict[str, Checked] = {}
    used: dict[tuple[int, str, str], Edition] = {}
    for file in report.files:
        part = None
        if request.project is not None:
            part = request.project.parts[request.project.part_of(file.path)]
        asked = request.of(part)
        number = asks.setdefault(_without_paths(asked), len(asks))
        if file.path in files:
            first = files[file.path]
            files[file.path] = Checked(first.file, number, (*first.outcomes, _outcome(file)))
        else:
            stamp = unchanged(file.path, before) if file.path in before else Stamp(file.path)
            files[file.path] = Checked(stamp, number, (_outcome(file),))
        if file.form is not None:
            key = (number, file.form, file.form_version or "")
            if key not in used:
                used[key] = _edition(*key, asked)
    return Receipt(
        __version__,
        now.astimezone(UTC).isoformat(timespec="seconds"),
        "" if request.today is None else request.today.isoformat(),
        report.exit_code,
        summary_object(report),
        tuple(used.values()),
        tuple(_asked(each, before) for each in asks),
        tuple(files.values()),
    )


def receipt_json(receipt: Receipt) -> str:
    """Return a receipt as JSON, with a digest of all that stands before it."""
    whole: dict[str, Any] = {
        "schema": SCHEMA,
        "tool": {"name": "reportcheck", "version": receipt.version},
        "time": receipt.time,
        "day": receipt.day,
        "exit_code": receipt.exit_code,
        "summary": dict(receipt.summary),
        "rules": [asdict(each) for each in receipt.rules],
        "asked": [asdict(each) for each in receipt.asked],
        "files": [_file(each) for each in receipt.files],
    }
    return as_json({**whole, "digest": digest_of(whole)})


def digest_of(whole: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a receipt's JSON: keys in order, no blanks, ASCII, no ``digest``.

    >>> digest_of({"b": 1, "a": "é"}) == digest_of({"a": "é", "b": 1, "digest": "x"})
    True
    """
    rest = {name: value for name, value in whole.items() if name != "digest"}
    text = json.dumps(rest, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def receipt_schema() -> str:
    """Return the JSON Schema of receipts."""
    from importlib.resources import files

    return files(__package__).joinpath("receipt.schema.json").read_text(encoding="utf-8")


def packs_of(rules: tuple[str, ...]) -> Iterator[Pack]:
    """Yield the packs that rules name, or all that ship with the tool."""
    from reportcheck import rulefile

    if not rules:
        yield from rulefile.bundled()
    for each in rules:
        yield from rulefile.find(each)


def _without_paths(asked: Request) -> Request:
    return replace(asked, paths=(), jobs=None, project=None, today=None)


def _edition(number: int, form: str, version: str, asked: Request) -> Edition:
    for pack in packs_of(asked.rules):
        if (pack.form.id, pack.form.version or "") == (form, version):
            return Edition(form, version, pack.path, pack.digest, number)
    raise Problem("receipt-changed", path=", ".join(asked.rules))


def _asked(asked: Request, before: Mapping[str, Seen]) -> Asked:
    return Asked(
        asked.rules,
        asked.select,
        asked.ignore,
        asked.fail_on or "error",
        tuple(unchanged(each, before) for each in gather(asked.prior).files),
        tuple(unchanged(each, before) for each in asked.waivers),
        None if asked.hierarchy is None else unchanged(asked.hierarchy, before),
        None if asked.agencies is None else unchanged(asked.agencies, before),
    )


def _outcome(file: FileReport) -> Outcome:
    return Outcome(
        str(file.status),
        file.form,
        file.form_version,
        file.agency,
        file.period,
        None if file.problem is None else file.problem.code,
        file.counts,
        tuple(_accepted(each) for each in file.findings if each.verdict is Verdict.ACCEPTED),
    )


def _accepted(finding: Finding) -> dict[str, str]:
    named: dict[str, str | None] = dict(target_of(finding)._asdict())
    if finding.accepted is not None:
        named |= asdict(finding.accepted)
    return {name: value for name, value in named.items() if value}


def _file(checked: Checked) -> dict[str, Any]:
    name = checked.file.path.replace("\\", "/").rsplit("/", 1)[-1]
    return {
        "name": name,
        **asdict(checked.file),
        "asked": checked.asked,
        "submissions": [
            {
                **{
                    key: getattr(each, key)
                    for key in ("status", "form", "form_version", "agency", "period", "problem")
                },
                "counts": counts_object(each.counts),
                "accepted": [dict(one) for one in each.accepted],
            }
            for each in checked.outcomes
        ],
    }

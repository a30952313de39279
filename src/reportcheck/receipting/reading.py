"""A receipt read again, and whether it is as it was written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Final

from reportcheck.jsontree import At, Wrong
from reportcheck.problem import Problem
from reportcheck.receipt import SCHEMA, Asked, Checked, Edition, Outcome, Receipt, Stamp
from reportcheck.receipting.writing import digest_of
from reportcheck.report import Counts, FailOn

_LEVELS: Final[tuple[FailOn, ...]] = ("error", "warning", "never")


def read_receipt(path: str) -> tuple[Receipt | None, str]:
    """Return the receipt that a file holds and its digest; no receipt where the digest is wrong.

    What is no receipt at all is a Problem.
    """
    try:
        data = Path(path).read_bytes()
    except (OSError, ValueError) as error:
        code = "not-found" if isinstance(error, FileNotFoundError) else "read-error"
        reason = getattr(error, "strerror", None) or str(error)
        raise Problem(code, path=path, reason=reason) from None
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        whole = None
    if not isinstance(whole, dict) or whole.get("schema") != SCHEMA:
        raise Problem("receipt-none", path=path, schema=SCHEMA)
    try:
        digest = At(whole).get("digest").of(str)
        if digest != digest_of(whole):
            return None, digest
        return _receipt(At(whole)), digest
    except Wrong as wrong:
        raise Problem("receipt-broken", path=path, where=wrong.where) from None


def _receipt(whole: At) -> Receipt:
    asked = whole.get("asked").many(_asked)
    files = whole.get("files").many(_checked)
    if not files or any(not 0 <= each.asked < len(asked) for each in files):
        raise Wrong("files")
    return Receipt(
        whole.get("tool").get("version").of(str),
        whole.get("time").of(str),
        whole.get("day").of(str),
        whole.get("exit_code").of(int),
        _numbers(whole.get("summary")),
        whole.get("rules").many(_edition),
        asked,
        files,
    )


def _numbers(each: At) -> Mapping[str, int]:
    return {name: each.get(name).of(int) for name in each.of(dict)}


def _edition(each: At) -> Edition:
    return Edition(
        each.get("form").of(str),
        each.get("version").of(str),
        each.get("path").of(str),
        each.get("sha256").of(str),
        each.get("asked").of(int),
    )


def _asked(each: At) -> Asked:
    return Asked(
        each.get("rules").many(_text),
        each.get("select").many(_text),
        each.get("ignore").many(_text),
        each.get("fail_on").one_of(_LEVELS),
        each.get("prior").many(_stamp),
        each.get("waivers").many(_stamp),
        None if each.get("hierarchy").value is None else _stamp(each.get("hierarchy")),
        None if each.get("agencies").value is None else _stamp(each.get("agencies")),
    )


def _text(each: At) -> str:
    return each.of(str)


def _stamp(each: At) -> Stamp:
    size = each.get("size")
    return Stamp(
        each.get("path").of(str),
        None if size.value is None else size.of(int),
        each.get("sha256").maybe(),
    )


def _checked(each: At) -> Checked:
    return Checked(_stamp(each), each.get("asked").of(int), each.get("submissions").many(_outcome))


def _outcome(each: At) -> Outcome:
    counts = each.get("counts")
    return Outcome(
        each.get("status").of(str),
        each.get("form").maybe(),
        each.get("form_version").maybe(),
        each.get("agency").maybe(),
        each.get("period").maybe(),
        each.get("problem").maybe(),
        Counts(
            **{
                name: counts.get("pass" if name == "passed" else name).of(int)
                for name in (field.name for field in fields(Counts))
            }
        ),
        each.get("accepted").many(At.texts),
    )

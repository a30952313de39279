"""The smallest changes in the JSON report."""

from __future__ import annotations

from typing import Any

from reportcheck.address import CellRef
from reportcheck.mending import NOTHING_MENDS, TOO_MANY, Change, Mended, Mending, Part, Slip


def changes_object(mending: Mending | None) -> dict[str, Any]:
    """Return the fields of a file that tell its smallest changes.

    ``changes`` is null where these were not looked for, where nothing mends a part of the file, or
    where they are too many to write out for the whole of it; then ``change_parts`` has them part by
    part. Where there is nothing to mend it is empty, and alone.
    """
    if mending is None:
        return {"changes": None}
    if not mending.parts and mending.note is None:
        return {"changes": []}
    stuck = not all(part.sets for part in mending.parts)
    whole = None if stuck else mending.whole()
    unwritten = NOTHING_MENDS if stuck else TOO_MANY if whole is None else None
    sets = None if whole is None else [{"cells": [_cell(one) for one in each]} for each in whole]
    return {
        "changes": sets,
        "changes_complete": mending.complete,
        "changes_note": mending.note or unwritten,
        "change_parts": [_part(each) for each in mending.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "complete": part.complete,
        "findings": [
            {**_mended(each), "follows": each in part.consequences} for each in part.findings
        ],
        "sets": [{"cells": [_change(one) for one in each]} for each in part.sets],
        "slips": [_slip(each) for each in part.slips],
    }


def _mended(key: Mended) -> dict[str, Any]:
    return {"rule": key.rule, **_at(key.at)}


def _slip(slip: Slip) -> dict[str, Any]:
    return {
        "slip": slip.code,
        "facts": dict(slip.facts),
        "cells": [_change(each) for each in slip.changes],
    }


def _at(at: CellRef | None) -> dict[str, Any]:
    if at is None:
        return {"sheet": None, "cell": None}
    number = {} if at.table is None else {"table_number": at.table}
    return {"sheet": at.sheet, "cell": at.a1, **number}


def _cell(change: Change) -> dict[str, Any]:
    return {**_at(change.at), "from": change.value, "to": change.to}


def _change(change: Change) -> dict[str, Any]:
    return {
        "table": change.table,
        "row": change.row,
        "column": change.column,
        **_cell(change),
        "shown": change.shown,
        "row_label": change.row_label,
        "column_label": change.column_label,
        "open": change.open,
    }

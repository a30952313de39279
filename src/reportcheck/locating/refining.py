"""A second look at a chosen candidate: labels that are nearly the form's are taken for them."""

from __future__ import annotations

from reportcheck.locating.axes import match_axis
from reportcheck.locating.candidates import Candidate, candidate, outline
from reportcheck.locating.headers import Header, column_labels
from reportcheck.locating.labels import AxisLabels, FormLabels
from reportcheck.locating.likeness import Near, near_labels
from reportcheck.locating.sheets import Place


def refine(form: FormLabels, found: Candidate) -> tuple[Candidate, dict[str, list[Near]]]:
    """Return the candidate with its near labels used, and these by axis (``row``, ``column``)."""
    labels = form.tables[found.table]
    near: dict[str, list[Near]] = {"column": [], "row": []}
    extra: dict[Place, tuple[int, ...]] = {}
    header = found.header
    near["column"] = near_labels(labels.columns, header.match, found.sheet)
    if near["column"]:
        extra |= {each.label.place: each.items for each in near["column"]}
        header = _with(found, labels.columns, extra)
        found = candidate(found.sheet, form, header, outline(found.sheet, form), extra)
    if labels.rows is not None and found.rows is not None:
        near["row"] = near_labels(labels.rows, found.rows, found.sheet)
        if near["row"]:
            extra |= {each.label.place: each.items for each in near["row"]}
            found = candidate(found.sheet, form, header, outline(found.sheet, form), extra)
    near["row"] = [each for each in near["row"] if _used(found, "row", each)]
    near["column"] = [each for each in near["column"] if _used(found, "column", each)]
    return found, near


def _with(found: Candidate, columns: AxisLabels, extra: dict[Place, tuple[int, ...]]) -> Header:
    header = found.header
    records = found.rows is None and found.row is None
    places = [label.place for label in header.match.labels.values()]
    left = min((column for _, column in (*places, *extra)), default=header.left)
    met = column_labels(
        found.sheet, header.table, (header.top, header.bottom), (left, header.right), extra
    )
    return Header(
        header.table, header.top, header.bottom, header.left, header.right,
        match_axis(columns, met),
    ) if places or not records else header  # fmt: skip


def _used(found: Candidate, axis: str, near: Near) -> bool:
    match = found.header.match if axis == "column" else found.rows
    return match is not None and any(
        match.labels.get(item, None) == near.label._replace(items=near.items) for item in near.items
    )

"""What ``rules check`` tells beyond mistakes: what is to be said of the rules of each file."""

from __future__ import annotations

from collections.abc import Sequence

from reportcheck.cli.options import Screen
from reportcheck.rule import Pack
from reportcheck.submission import Submission


def tell(packs: Sequence[Pack], files: Sequence[str], data: Sequence[str], out: Screen) -> bool:
    """Write the remarks on every pack; tell whether by one of them no file can ever be right.

    ``data`` are files in which rules are looked for that required nothing of any.
    """
    from reportcheck.diagnosing import diagnose
    from reportcheck.diagnosing.firing import unfired
    from reportcheck.rendering.diagnosis import diagnosis

    filled = _located(files, data) if data and packs else []
    grave = False
    for pack in packs:
        remarks = list(diagnose(pack))
        if data:
            remarks += unfired(pack, [each for each in filled if each.form == pack.form])
        out.write(diagnosis(remarks, out.page))
        grave = grave or any(each.grave for each in remarks)
    return grave


def _located(files: Sequence[str], data: Sequence[str]) -> list[Submission]:
    """Return the submissions in files; one that cannot be located stops everything."""
    from reportcheck.checking import Request, look

    found = []
    for each in look(Request(tuple(data), tuple(files))):
        if each.problem is not None:
            raise each.problem
        if each.submission is not None:
            found.append(each.submission)
    return found

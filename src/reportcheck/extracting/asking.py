"""What a run is asked: which files there are, and by which packs each is read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from reportcheck import rulefile
from reportcheck.checking import Request
from reportcheck.classes import dataclass
from reportcheck.extracting.files import Asked
from reportcheck.form import Form
from reportcheck.gathering import Gathered, gather
from reportcheck.problem import Problem
from reportcheck.rule import Pack


@dataclass(frozen=True)
class Asking:
    """The files of a run, the number of the part that each belongs to, and what is asked of it.

    ``packs`` has every pack by form and version.
    """

    gathered: Gathered
    belongs: Mapping[str, int]
    asked: Mapping[int, Asked]
    packs: Mapping[tuple[str, str], Pack]

    @cached_property
    def forms(self) -> Mapping[tuple[str, str], Form]:
        """Every form by its id and version."""
        return {key: pack.form for key, pack in self.packs.items()}


def asking(request: Request) -> Asking:
    """Return what a request asks of which files, as the project says where there is one."""
    gathered = gather(request.paths)
    if not gathered.files and not gathered.problems:
        raise Problem("nothing-to-check")
    project = request.project
    if project is None:
        belongs, requests = dict.fromkeys(gathered.files, 0), {0: request.of(None)}
    else:
        belongs = {path: project.part_of(path) for path in gathered.files}
        requests = {number: request.of(project.parts[number]) for number in {*belongs.values()}}
    asked = {number: Asked(_packs(each.rules), not each.rules) for number, each in requests.items()}
    rulefile.told_apart(pack for each in asked.values() for pack in each.packs)
    packs: dict[tuple[str, str], Pack] = {}
    for each in asked.values():
        for pack in each.packs:
            packs.setdefault((pack.form.id, pack.form.version), pack)
    return Asking(gathered, belongs, asked, packs)


def _packs(specs: tuple[str, ...]) -> tuple[Pack, ...]:
    if not specs:
        return rulefile.bundled()
    return rulefile.find_all(specs)

"""Measure the workloads and write docs/benchmarks.md.

``python -m tests.benchmarks.run`` measures everything, and start-up; with names (``records odd``)
it measures those workloads. ``--quick`` takes tiny data and one run, and prints the tables in
place of writing them; ``--only NAME`` lets those take part whose name has NAME in it; ``--page``
only writes the page again from what was measured.

Environments, data and results are kept in ``$XDG_CACHE_HOME/reportcheck-benchmarks``; the largest
file takes about 4 GB.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import environments, page
from tests.benchmarks.answers import held_against
from tests.benchmarks.generating.records import beside
from tests.benchmarks.machine import machine
from tests.benchmarks.measuring import SLOW, Figures, Run, figures, once, peak_of_all
from tests.benchmarks.workloads import SUFFIXES, WORKLOADS, Contestant, Workload

ROOT = environments.ROOT
RESULTS = environments.CACHE / "results"
DATA = environments.CACHE / "data"


@dataclass(frozen=True, slots=True)
class Result:
    """What one contestant did with one workload."""

    name: str
    version: str
    figures: Figures | None
    """Nothing where it did not do the job."""
    answer: str
    """Whether it found what was planted, or how it ended."""
    ratio: float | None = None
    """How many times as long the tool, the first contestant, took."""
    size: int = 0


def data_for(make: str, size: int, folder: Path) -> Path:
    """Return data of a size, written by a process of its own if they are not there yet."""
    path = folder / f"{make}-{size}{SUFFIXES[make]}"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f"half-{path.name}")
        shutil.rmtree(half, ignore_errors=True)
        command = [sys.executable, "-m", "tests.benchmarks.generating", make]
        subprocess.run([*command, str(size), str(half)], cwd=ROOT, check=True)
        if beside(half).exists():
            beside(half).replace(beside(path))
        half.replace(path)
    return path


class Arena:
    """Where contestants run: the programs of each environment, and what a command stands for."""

    def __init__(
        self, folder: Path, programs: Mapping[str, Path], data: Mapping[str, Path]
    ) -> None:
        self.folder, self.programs, self.data = folder, programs, data
        self.variables = environments.variables()

    def run(self, contestant: Contestant) -> Run:
        """Run a contestant once, from nothing."""
        shutil.rmtree(self.folder / "out", ignore_errors=True)
        (self.folder / "out").mkdir()
        return once(self._command(contestant), self.folder, self.variables, self.said)

    def peak(self, contestant: Contestant) -> int:
        """Return the memory of a contestant with all its processes."""
        return peak_of_all(self._command(contestant), self.folder, self.variables, self.said)

    def data_of(self, contestant: Contestant) -> Path:
        """Return the data that a contestant gets."""
        return self.data[contestant.data or next(iter(self.data))]

    @property
    def said(self) -> Path:
        """Return where the last contestant's stdout stands."""
        return self.folder / "out" / "stdout"

    @property
    def cells(self) -> Path:
        """Return where the last contestant's failing cells stand."""
        return self.folder / "out" / "cells"

    def _command(self, contestant: Contestant) -> list[str]:
        given = {
            "{data}": str(self.data_of(contestant)),
            "{cells}": str(self.cells),
            "{out}": str(self.folder / "out"),
            "{bin}": str(self.programs[contestant.environment]),
        }
        command = []
        for each in contestant.command:
            word = each
            for name, text in given.items():
                word = word.replace(name, text)
            command.append(word)
        return command


def measure(
    workload: Workload, arena: Arena, runs: int, versions: Mapping[str, str], size: int
) -> list[Result]:
    """Let the contestants of a workload take turns, so that all of them see the same machine."""
    results = {each.name: _first(each, arena, versions, size) for each in workload.contestants}
    first = {each.name: run for each in workload.contestants if (run := results[each.name][1])}
    taken = {name: [run] if run.wall > SLOW else [] for name, run in first.items()}
    for _ in range(runs):
        for each in workload.contestants:
            if each.name in first and first[each.name].wall <= SLOW:
                taken[each.name].append(arena.run(each))
    done = {name: figures(each) for name, each in taken.items()}
    for each in workload.contestants:
        if each.together and each.name in done:
            most = max(arena.peak(each), done[each.name].peak)
            done[each.name] = replace(done[each.name], peak=most)
    tool = next(iter(workload.contestants)).name
    return [
        replace(
            results[each.name][0],
            figures=done.get(each.name),
            ratio=done[tool].wall / done[each.name].wall if {tool, each.name} <= {*done} else None,
        )
        for each in workload.contestants
    ]


def _first(
    contestant: Contestant, arena: Arena, versions: Mapping[str, str], size: int
) -> tuple[Result, Run | None]:
    """Run a contestant for the first time: it warms the file cache, and shows what it answers."""
    sys.stderr.write(f"  {contestant.name} … ")
    run = arena.run(contestant)
    sys.stderr.write(f"{run.wall:.2f} s\n")
    result = Result(contestant.name, versions[contestant.environment], None, "", size=size)
    if run.code not in contestant.codes:
        return replace(result, answer=f"ends with {_last(run)}"), None
    planted = beside(arena.data_of(contestant))
    if contestant.answer is None or not planted.exists():
        return result, run
    given = contestant.answer(arena.said, arena.cells)
    held = held_against(json.loads(planted.read_text("utf-8")), given)
    return replace(result, answer=held), run


def _last(run: Run) -> str:
    """Return the line of a failure that says what failed, of those a Python program ends with."""
    lines = [line.strip() for line in run.said.splitlines() if line.strip()]
    telling = [line for line in lines if "Error" in line or "could not" in line]
    text = (telling or lines or [f"exit code {run.code}"])[-1 if not telling else 0]
    plain = text[:120].replace("|", "/").replace("`", "'")
    return f"`{plain}`"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for, and return 0."""
    asked = _asked(arguments)
    if not asked.page:
        names = asked.workload or [*WORKLOADS]
        if not {*names} <= {*WORKLOADS}:
            raise SystemExit(f"the workloads are {', '.join(WORKLOADS)}")
        folder = environments.CACHE / "quick" if asked.quick else DATA
        chosen = [_chosen(WORKLOADS[name], asked.only) for name in names]
        programs, versions = _prepared(chosen)
        for workload in chosen:
            size = workload.quick if asked.quick else workload.size
            data = {make: data_for(make, size, folder) for make in workload.made()}
            sys.stderr.write(f"{workload.name}\n")
            with tempfile.TemporaryDirectory() as room:
                arena = Arena(Path(room), programs, data)
                results = measure(workload, arena, 1 if asked.quick else asked.runs, versions, size)
            if asked.quick:
                sys.stdout.write(page.table([asdict(each) for each in results]) + "\n\n")
            else:
                _keep(workload, results)
    if not asked.quick:
        page.write(RESULTS)
    if not (asked.workload or asked.quick or asked.page):
        python = environments.scripts(environments.TOOL) / "python"
        subprocess.run([str(python), "-m", "tests.benchmarks.startup"], cwd=ROOT, check=False)
    return 0


def _chosen(workload: Workload, only: Sequence[str]) -> Workload:
    if not only:
        return workload
    kept = (each for each in workload.contestants if any(name in each.name for name in only))
    return replace(workload, contestants=tuple(kept))


def _prepared(chosen: Sequence[Workload]) -> tuple[dict[str, Path], dict[str, str]]:
    """Return the programs and the version of every environment that takes part."""
    wanted = {each.environment for workload in chosen for each in workload.contestants}
    commit = environments.install_tool() if environments.TOOL in wanted else ""
    programs = {name: environments.scripts(name) for name in sorted(wanted)}
    versions = {name: environments.version(name) for name in programs}
    if commit:
        versions[environments.TOOL] += f" ({commit})"
    return programs, versions


def _keep(workload: Workload, results: Sequence[Result]) -> None:
    RESULTS.mkdir(parents=True, exist_ok=True)
    kept = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "load": round(os.getloadavg()[2], 1),
        "results": [asdict(each) for each in results],
    }
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    (RESULTS / f"{workload.name}.json").write_text(text, "utf-8")


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.run", description=__doc__)
    parser.add_argument("workload", nargs="*", help=", ".join(WORKLOADS))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--page", action="store_true")
    parser.add_argument("--only", action="append", default=[])
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())

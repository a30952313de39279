"""How long the tool takes to start, as a ratio to importing typer and rich in the same run.

``python -m tests.benchmarks.startup`` from the root, with the package installed from a wheel (an
editable install has no compiled packs), writes the table of docs/benchmarks.md.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

from reportcheck.rulefile.packs import rules_folder

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "benchmarks.md"
RUNS = 21
TOOL = str(Path(sysconfig.get_path("scripts")) / "reportcheck")

COMMANDS: dict[str, tuple[list[str], float | None]] = {
    'python -c "import typer, rich"': ([sys.executable, "-c", "import typer, rich"], None),
    "reportcheck --version": ([TOOL, "--version"], 1.3),
    "reportcheck explain 收办平衡": ([TOOL, "explain", "收办平衡"], None),
    "reportcheck samples/sanming-commerce-2024.xlsx": (
        [TOOL, "samples/sanming-commerce-2024.xlsx"],
        3.0,
    ),
    "reportcheck samples/sanming-commerce-2024.csv": (
        [TOOL, "samples/sanming-commerce-2024.csv"],
        3.0,
    ),
}


def seconds(command: list[str]) -> float:
    """Run a command once, and return how long it took."""
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    return time.perf_counter() - begun


def medians() -> dict[str, float]:
    """Return the median of each command; they take turns, so that all see the same machine."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(RUNS + 1):
        for name, (command, _) in COMMANDS.items():
            once = seconds(command)
            if turn:  # the first turn warms the file cache
                taken[name].append(once)
    return {name: statistics.median(each) for name, each in taken.items()}


def table(taken: dict[str, float]) -> str:
    """Return the figures as a Markdown table."""
    floor = next(iter(taken.values()))
    lines = ["| command | median, ms | ratio | at most |", "|---|---|---|---|"]
    for name, once in taken.items():
        most = COMMANDS[name][1]
        bound = "" if most is None else f"{most:g}"
        lines.append(f"| `{name}` | {once * 1000:.0f} | {once / floor:.2f} | {bound} |")
    return "\n".join(lines)


def main() -> int:
    """Measure, write the page, and return 1 where a bound is not kept."""
    if not (rules_folder() / "gir.json").exists():
        sys.stderr.write("the packs are not compiled: install the package from a wheel\n")
        return 2
    taken = medians()
    before, after = PAGE.read_text("utf-8").split("<!-- startup -->\n")[::2]
    PAGE.write_text(f"{before}<!-- startup -->\n{table(taken)}\n<!-- startup -->\n{after}", "utf-8")
    floor = next(iter(taken.values()))
    kept = all(most is None or taken[name] / floor <= most for name, (_, most) in COMMANDS.items())
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())

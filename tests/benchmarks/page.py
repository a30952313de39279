"""What was measured, as tables in docs/benchmarks.md, each between two marks of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.claims import claims

_CELLS = 7
_FIGURE = re.compile(r"\d+\.\d+")
PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
HEADER = (
    "| | wall, s | tool : this | CPU, s | peak, MB | runs | answer |\n|---|---|---|---|---|---|---|"
)


def write(results: Path) -> None:
    """Put every table that there are results for into the page, and the summary.

    Of a workload that was measured elsewhere the summary has what the page says of it.
    """
    kept = {
        path.stem: json.loads(path.read_text("utf-8")) for path in sorted(results.glob("*.json"))
    }
    text = PAGE.read_text("utf-8")
    for name, each in kept.items():
        text = between(text, name, f"{table(each['results'])}\n\n{source(each)}")
    PAGE.write_text(between(text, "shown", claims({**told(text), **kept})), "utf-8")


def told(text: str) -> dict[str, dict[str, Any]]:
    """Return what the tables of a page say, as far as the summary needs it.

    >>> page = "<!-- one -->\\n| a | 1.50 | 1.00 | 2.00 | 1,204 | 5 | all |\\n<!-- one -->"
    >>> told(page)["one"]["results"][0]["figures"]
    {'wall': 1.5, 'cpu': 2.0, 'peak': 1204}
    """
    found: dict[str, dict[str, Any]] = {}
    for name, content in re.findall(r"<!-- ([\w-]+) -->\n(.*?)<!-- \1 -->", text, re.DOTALL):
        results = []
        for line in content.splitlines():
            cells = [cell.strip() for cell in line.split("|")[1:-1]]
            if len(cells) != _CELLS or not _FIGURE.fullmatch(cells[1]):
                continue
            wall, cpu, peak = cells[1], cells[3], cells[4].replace(",", "")
            figures = {"wall": float(wall), "cpu": float(cpu), "peak": int(peak)}
            results.append({"name": cells[0], "figures": figures, "answer": cells[6]})
        found[name] = {"results": results}
    return found


def between(text: str, name: str, table: str) -> str:
    """Return a page with a table between the two marks of a name; without the marks, as it is."""
    mark = f"<!-- {name} -->"
    return re.sub(f"{mark}\n.*?{mark}", lambda _: f"{mark}\n{table}\n{mark}", text, flags=re.DOTALL)


def table(results: Sequence[Mapping[str, Any]]) -> str:
    """Return the figures of a workload, a line for each who took part."""
    return "\n".join([HEADER, *(_line(each) for each in results)])


def source(kept: Mapping[str, Any]) -> str:
    """Say where, when and with which versions."""
    versions = ", ".join(dict.fromkeys(each["version"] for each in kept["results"]))
    return f"{kept['date']}, {kept['machine']}; {versions}. Load before the end: {kept['load']}."


def _line(result: Mapping[str, Any]) -> str:
    figures = result["figures"]
    if figures is None:
        return f"| {result['name']} | | | | | | {result['answer']} |"
    ratio = "" if result["ratio"] is None else f"{result['ratio']:.2f}"
    return (
        f"| {result['name']} | {figures['wall']:.2f} | {ratio} | {figures['cpu']:.2f} "
        f"| {figures['peak']:,} | {figures['runs']} | {result['answer']} |"
    )

"""Draw the pictures of the READMEs from a real run: ``python -m docs.picture`` from the root."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from reportcheck.checking import Request, check
from reportcheck.console import to_svg
from reportcheck.page import Lang, Page
from reportcheck.rendering.full import full, summary
from reportcheck.rendering.together import overviews
from samples import batch

HERE = Path(__file__).parent
LANGUAGES: tuple[Lang, ...] = ("zh", "en")
WIDTH = 96

# A few of the mistakes of the sample: a wrong sum, a column that does not balance, three bad cells.
SAMPLE = "samples/invented-2024-planted.xlsx"
SELECTED = ("申请.总计", "复议诉讼.行政复议.总计", "blank", "placeholder", "error-value")


def draw(lang: Lang) -> str:
    """Return the picture in a language; the sample is looked for from the current folder."""
    report = check(Request((SAMPLE,), select=SELECTED))
    page = Page(lang, WIDTH)
    return to_svg(list(full(report, page)), page.width, f"reportcheck {SAMPLE}")


def draw_batch(lang: Lang) -> str:
    """Return the picture of the end of a run over the reports of a city."""
    with TemporaryDirectory() as folder, chdir(folder):
        batch.main(Path("2024"))
        report = check(Request(("2024",)))
    page = Page(lang, WIDTH)
    return to_svg([*overviews(report, page), *summary(report, page)], WIDTH, "reportcheck 2024")


PICTURES: Final[dict[str, Callable[[Lang], str]]] = {"output": draw, "batch": draw_batch}


def main() -> None:
    """Write each picture in each language beside this script."""
    for name, drawn in PICTURES.items():
        for lang in LANGUAGES:
            (HERE / f"{name}-{lang}.svg").write_text(drawn(lang), "utf-8")


if __name__ == "__main__":
    main()

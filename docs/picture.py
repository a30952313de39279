"""Draw the pictures of the READMEs from a real run: ``python -m docs.picture`` from the root."""

from __future__ import annotations

from pathlib import Path

from reportcheck.checking import Request, check
from reportcheck.console import to_svg
from reportcheck.page import Lang, Page
from reportcheck.rendering.full import full

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


def main() -> None:
    """Write a picture for each language beside this script."""
    for lang in LANGUAGES:
        (HERE / f"output-{lang}.svg").write_text(draw(lang), "utf-8")


if __name__ == "__main__":
    main()

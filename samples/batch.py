"""Write the reports of a whole city into a folder: ``python -m samples.batch FOLDER``.

The agencies are invented. Most reports are right; in some are the mistakes that people make, one
file is cut off, one is another form, and one agency sent two reports.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

from samples.layout import (
    ALL_APPLICANTS,
    ALL_RESULTS,
    CARRIED_IN,
    CARRIED_OUT,
    RECEIVED,
    Filling,
    stacked,
    write_csv,
    write_workbook,
)
from samples.make import COMPLAINT, INTERNAL, NOT_HELD, PUBLISHED, REPEATED, balanced, bump

AGENCIES = (
    *("教育局", "科学技术局", "公安局", "民政局", "司法局", "财政局", "人力资源和社会保障局"),
    *("自然资源局", "生态环境局", "住房和城乡建设局", "交通运输局", "水利局", "农业农村局"),
    *("商务局", "文化和旅游局", "卫生健康委员会", "应急管理局", "审计局", "市场监督管理局"),
    *("统计局", "林业局", "医疗保障局"),
)


def right_report(agency: str, seed: int) -> Filling:
    """Return a report that keeps every rule."""
    dice = random.Random(seed)  # noqa: S311 - the same file every time is the point
    received = [dice.randint(0, 40), *(dice.randint(0, 3) for _ in range(5))]
    published = [number // 2 for number in received]
    not_held = [number - half for number, half in zip(received, published, strict=True)]
    return Filling(
        title=f"虚构市{agency}2024年政府信息公开工作年度报告",
        documents={"行政规范性文件": [dice.randint(0, 3), 0, dice.randint(3, 9)]},
        permits=dice.randint(0, 400),
        penalties={"行政处罚": dice.randint(0, 90), "行政强制": 0},
        fee=0,
        requests=balanced(received, [0] * 6, {PUBLISHED: published, NOT_HELD: not_held}),
        reviews=[1, 0, 0, 0, 1, *[0] * 10],
    )


def _total(filling: Filling) -> None:
    bump(filling.requests[RECEIVED], ALL_APPLICANTS, 2)


def _column(filling: Filling) -> None:
    bump(filling.requests[CARRIED_IN], 0, 1)
    bump(filling.requests[CARRIED_IN], ALL_APPLICANTS, 1)


def _results(filling: Filling) -> None:
    bump(filling.requests[ALL_RESULTS], 0, -1)
    bump(filling.requests[CARRIED_OUT], 0, 1)


def _empty(filling: Filling) -> None:
    filling.requests[INTERNAL][2] = None


def _placeholder(filling: Filling) -> None:
    filling.requests[COMPLAINT][1] = "/"
    filling.requests[REPEATED][1] = "无"


def _reviews(filling: Filling) -> None:
    filling.reviews[4] = 2


def _label(filling: Filling) -> None:
    filling.relabelled = {"2.没有现成信息需要另行制作": "2.没有现成信息需另行制作"}


MISTAKES: dict[str, tuple[Callable[[Filling], None], ...]] = {
    "公安局": (_total, _column, _results, _reviews),
    "住房和城乡建设局": (_total, _results),
    "自然资源局": (_column, _empty),
    "水利局": (_placeholder,),
    "教育局": (_total,),
    "卫生健康委员会": (_column,),
    "林业局": (_empty,),
    "统计局": (_label,),
}


def main(folder: Path) -> None:
    """Write every report of the batch into a folder, which is made where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed, agency in enumerate(AGENCIES):
        filling = right_report(agency, seed)
        for mistake in MISTAKES.get(agency, ()):
            mistake(filling)
        write_workbook(folder / f"虚构市{agency}.xlsx", {"年报": stacked(filling)})
    write_csv(folder / "补报.csv", stacked(right_report("教育局", 99)))
    whole = (folder / "虚构市审计局.xlsx").read_bytes()
    (folder / "虚构市审计局.xlsx").write_bytes(whole[: len(whole) // 2])
    (folder / "通讯录.csv").write_text("姓名,电话\n甲,1\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

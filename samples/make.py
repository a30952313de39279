"""Write the samples: ``python -m samples.make`` from the root of the checkout.

One report is real (三明市商务局, 2024, as the agency published it); 虚构市人民政府 is invented.
"""

from __future__ import annotations

import copy
from pathlib import Path

from samples import city, grants, spending
from samples.edition import blocks_of_2020, on_form_of_2019
from samples.layout import (
    ALL_APPLICANTS,
    ALL_RESULTS,
    CARRIED_IN,
    CARRIED_OUT,
    FIRST_RESULT,
    RECEIVED,
    Cell,
    Filling,
    apart,
    stacked,
    write_csv,
    write_workbook,
)

HERE = Path(__file__).parent

# Rows of table 三, counted as in ``Filling.requests``.
PUBLISHED = FIRST_RESULT
THIRD_PARTY, INTERNAL, IN_PROCESS = FIRST_RESULT + 5, FIRST_RESULT + 6, FIRST_RESULT + 7
ENQUIRY, NOT_HELD, STILL_UNCLEAR = FIRST_RESULT + 9, FIRST_RESULT + 10, FIRST_RESULT + 12
COMPLAINT, REPEATED, OTHER = FIRST_RESULT + 13, FIRST_RESULT + 14, FIRST_RESULT + 20


def as_published() -> Filling:
    """Return the report of 三明市商务局 as published, with its one empty cell."""
    requests: list[list[Cell]] = [[0] * 7 for _ in range(25)]
    requests[INTERNAL][ALL_APPLICANTS] = None
    return Filling(
        title="三明市商务局2024年度政府信息公开事项报告",
        documents={"规范性文件": [2, 1, 7]},
        permits=60,
        penalties={"行政处罚": 0, "行政强制": 0},
        fee=0,
        requests=requests,
        reviews=[0] * 15,
        relabelled={
            "商业企业": "商业 企业",
            "科研机构": "科研 机构",
            "7.属于行政执法案卷": "7.属于行政执法案件",
        },
        outcomes=(
            *("结果维持", "结果 纠正", "其他 结果", "尚未 审结", "总计"),
            *("结果 维持", "结果纠正", "其他结果", "尚未 审结", "总计"),
            *("结果维持", "结果 纠正", "其他结果", "尚未审结", "总计"),
        ),
    )


def completed() -> Filling:
    """Return the same report with the empty cell filled in."""
    filling = as_published()
    filling.requests[INTERNAL][ALL_APPLICANTS] = 0
    return filling


def balanced(
    received: list[int], carried_in: list[int], results: dict[int, list[int]]
) -> list[list[Cell]]:
    """Return table 三 with its totals and what is carried out, from what the six applicants did."""
    rows = [[0] * 6 for _ in range(25)]
    rows[RECEIVED], rows[CARRIED_IN] = received, carried_in
    for row, values in results.items():
        rows[row] = values
    results_only = rows[FIRST_RESULT:ALL_RESULTS]
    rows[ALL_RESULTS] = [sum(column) for column in zip(*results_only, strict=True)]
    rows[CARRIED_OUT] = [
        new + old - done
        for new, old, done in zip(received, carried_in, rows[ALL_RESULTS], strict=True)
    ]
    return [[*row, sum(row)] for row in rows]


def invented_2023() -> Filling:
    """Return a report that is right throughout, the year before the next two."""
    return Filling(
        title="虚构市人民政府2023年政府信息公开工作年度报告",
        documents={"规章": [1, 0, 12], "行政规范性文件": [6, 3, 34]},
        permits=1180,
        penalties={"行政处罚": 96, "行政强制": 7},
        fee=18.62,
        requests=balanced(
            [131, 9, 2, 1, 4, 3],
            [6, 1, 0, 0, 0, 0],
            {
                PUBLISHED: [61, 5, 1, 0, 2, 1],
                THIRD_PARTY: [4, 0, 0, 0, 0, 0],
                ENQUIRY: [7, 1, 0, 0, 1, 0],
                NOT_HELD: [33, 2, 1, 1, 0, 1],
                COMPLAINT: [15, 0, 0, 0, 0, 0],
                OTHER: [8, 0, 0, 0, 1, 0],
            },
        ),
        reviews=[5, 1, 0, 1, 7, 2, 0, 0, 1, 3, 1, 0, 0, 0, 1],
    )


def invented_2020() -> Filling:
    """Return tables 三 and 四 of a report that is right throughout, on the form of 2019."""
    return Filling(
        title="虚构市人民政府2020年政府信息公开工作年度报告",
        documents={},
        permits=None,
        penalties={},
        fee=None,
        requests=balanced(
            [96, 5, 1, 0, 2, 1],
            [4, 0, 0, 0, 0, 0],
            {
                PUBLISHED: [47, 3, 1, 0, 1, 0],
                THIRD_PARTY: [2, 0, 0, 0, 0, 0],
                NOT_HELD: [28, 1, 0, 0, 1, 1],
                COMPLAINT: [11, 0, 0, 0, 0, 0],
                OTHER: [7, 0, 0, 0, 0, 0],
            },
        ),
        reviews=[4, 0, 0, 1, 5, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0],
    )


def invented_2021() -> Filling:
    """Return the report of the year after, right in itself; 5 requests were carried over to it.

    It takes over 6, and so do the totals.
    """
    return Filling(
        title="虚构市人民政府2021年政府信息公开工作年度报告",
        documents={"规章": [1, 0, 12], "行政规范性文件": [5, 2, 34]},
        permits=1124,
        penalties={"行政处罚": 99, "行政强制": 8},
        fee=17.4,
        requests=balanced(
            [104, 7, 1, 1, 3, 2],
            [6, 1, 0, 0, 0, 0],
            {
                PUBLISHED: [52, 4, 1, 0, 2, 1],
                INTERNAL: [3, 0, 0, 0, 0, 0],
                NOT_HELD: [31, 2, 0, 1, 1, 1],
                COMPLAINT: [12, 0, 0, 0, 0, 0],
                OTHER: [6, 1, 0, 0, 0, 0],
            },
        ),
        reviews=[4, 1, 0, 0, 5, 1, 0, 1, 0, 2, 0, 0, 0, 0, 0],
    )


def invented_2024() -> Filling:
    """Return a report that is right in itself, but does not go on where 2023 ended.

    2023 carried out 9 requests of individuals, here 10 are carried in; 34 + 5 - 2 documents are 37,
    here 38 are in force.
    """
    return Filling(
        title="虚构市人民政府2024年政府信息公开工作年度报告",
        documents={"规章": [0, 1, 11], "行政规范性文件": [5, 2, 38]},
        permits=1243,
        penalties={"行政处罚": 88, "行政强制": 5},
        fee=20.05,
        requests=balanced(
            [149, 14, 3, 2, 6, 1],
            [10, 2, 0, 0, 0, 1],
            {
                PUBLISHED: [70, 8, 2, 1, 3, 1],
                THIRD_PARTY: [5, 1, 0, 0, 0, 0],
                ENQUIRY: [9, 1, 0, 0, 1, 0],
                NOT_HELD: [38, 3, 1, 1, 1, 1],
                STILL_UNCLEAR: [4, 0, 0, 0, 0, 0],
                COMPLAINT: [16, 0, 0, 0, 0, 0],
                OTHER: [9, 1, 0, 0, 0, 0],
            },
        ),
        reviews=[6, 1, 1, 0, 8, 2, 1, 0, 0, 3, 1, 0, 0, 1, 2],
    )


def planted() -> Filling:
    """Return a report of 2024 with one mistake of each kind."""
    filling = copy.deepcopy(invented_2024())
    filling.documents = {
        "规章": [0, 1.5, 11],  # a decimal among counts
        "行政规范性文件": [5, 2, "22（其中修订 16 件）"],  # a remark in the cell
    }
    filling.permits = -1243  # a negative count
    filling.penalties = {"行政处罚": "1,088"}  # a number kept as text; the row 行政强制 is missing
    filling.fee = "251000元"  # another unit than the form's
    filling.relabelled = {
        "7.属于行政执法案卷": "7.属于行政执法案件",  # met in the wild, no mistake
        "2.没有现成信息需要另行制作": "2.没有现成信息需另行制作",  # a label that is nearly right
    }
    rows = filling.requests
    bump(rows[PUBLISHED], ALL_APPLICANTS, 3)  # a total that is not the sum of its row
    bump(rows[CARRIED_IN], 1, 1)  # a column that does not balance, although
    bump(rows[CARRIED_IN], ALL_APPLICANTS, 1)  # the total of the row was adapted
    bump(rows[NOT_HELD], 0, 1)  # two mistakes that cancel in the total of their row
    bump(rows[NOT_HELD], 5, -1)
    rows[COMPLAINT][1] = " 0 "  # a number with blanks around it
    rows[IN_PROCESS][2] = None  # an empty cell
    rows[INTERNAL][3] = "/"  # a placeholder
    rows[REPEATED][4] = "#REF!"  # an error of the spreadsheet
    filling.reviews[4] = 9  # 6 + 1 + 1 + 0 = 8
    filling.reviews[9] = "=SUM(F7:I7)"  # a formula that no program ever calculated
    return filling


def bump(row: list[Cell], column: int, by: int) -> None:
    """Change a number by so much."""
    value = row[column]
    if not isinstance(value, int):
        raise TypeError(value)
    row[column] = value + by


def main(folder: Path = HERE) -> None:
    """Write every sample into a folder, by default beside this script."""
    for name, filling in (("", as_published()), ("-completed", completed())):
        write_workbook(folder / f"sanming-commerce-2024{name}.xlsx", {"年报": stacked(filling)})
        write_csv(folder / f"sanming-commerce-2024{name}.csv", stacked(filling))
    blocks = blocks_of_2020()
    earlier = {"2020": invented_2020(), "2021-old-form": invented_2021()}
    for name, filling in earlier.items():
        write_workbook(folder / f"invented-{name}.xlsx", on_form_of_2019(filling, blocks))
    for name, filling in (
        ("2021", invented_2021()),
        ("2023", invented_2023()),
        ("2024", invented_2024()),
        ("2024-planted", planted()),
    ):
        write_workbook(folder / f"invented-{name}.xlsx", apart(filling))
    city.write(folder / "city")
    right = grants.right_records()
    grants.write(folder / "grants.csv", right, grants.total_row(right))
    wrong = grants.planted_records()
    total = grants.total_row(wrong)
    wrong[19]["q2"] = "abc"  # line 21: text in a column of amounts
    grants.write(folder / "grants-planted.csv", wrong, total)
    spending.write(folder / "spending.csv")


if __name__ == "__main__":
    main()

"""The eight rules as a suite of Great Expectations, over pandas, every failing row asked for."""

import csv
import json
import pathlib
import sys
import warnings

import great_expectations as gx
import great_expectations.expectations as gxe
import pandas as pd

warnings.filterwarnings("ignore")
data, cells = sys.argv[1:3]
frame = pd.read_csv(data, dtype={"id": str, "kind": str})
frame["sum"] = frame[["a", "b", "c", "d", "e"]].sum(axis=1)
suite = gx.ExpectationSuite(
    name="records",
    expectations=[
        *(gxe.ExpectColumnValuesToBeBetween(column=name, min_value=0) for name in "abcdez"),
        gxe.ExpectColumnPairValuesToBeEqual(column_A="sum", column_B="total"),
        gxe.ExpectColumnPairValuesAToBeGreaterThanB(column_A="y", column_B="x", or_equal=True),
        gxe.ExpectColumnValuesToBeBetween(
            column="z",
            min_value=0,
            strict_min=True,
            row_condition='kind == "A"',
            condition_parser="pandas",
        ),
        gxe.ExpectColumnValuesToBeUnique(column="id"),
        gxe.ExpectColumnValuesToBeBetween(column="ratio", min_value=0, max_value=1),
        gxe.ExpectColumnValuesToBeInSet(column="kind", value_set=["A", "B", "C", "D"]),
        *(
            gxe.ExpectColumnValuesToBeOfType(column=name, type_="int64")
            for name in ("total", "x", "y")
        ),
    ],
)
context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False}
asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("records")
batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
result = batch.validate(
    suite, result_format={"result_format": "COMPLETE", "include_unexpected_rows": False}
)
counts = {}
with pathlib.Path(cells).open("w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file)
    for each in result.results:
        config = each.expectation_config
        name = f"{config.type} {config.kwargs.get('column') or config.kwargs.get('column_A')}"
        if config.kwargs.get("row_condition"):
            name += " where"
        raised = [each.exception_info, *each.exception_info.values()]
        for info in (info for info in raised if isinstance(info, dict)):
            if info.get("raised_exception"):
                sys.exit(f"{name}: {info['exception_message']}")
        places = each.result.get("unexpected_index_list") or []
        counts[name] = each.result.get("unexpected_count", 0)
        writer.writerows((name, place) for place in places)
print(json.dumps(counts))

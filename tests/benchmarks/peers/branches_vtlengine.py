"""The three sums as a hierarchical ruleset of VTL, by vtlengine on DuckDB."""

import json
import sys
from pathlib import Path

import pandas as pd
from vtlengine import run

data, cells = sys.argv[1:3]
SCRIPT = """
define hierarchical ruleset sums (variable rule code) is
  R1: T = A + B;
  R2: A = A1 + A2 + A3;
  R3: B = B1 + B2 + B3 + B4
end hierarchical ruleset;
DS_r <- check_hierarchy(DS_1, sums rule code);
"""


def component(name: str, kind: str, role: str = "Identifier") -> dict:
    return {"name": name, "type": kind, "role": role, "nullable": role == "Measure"}


structure = {
    "datasets": [
        {
            "name": "DS_1",
            "DataStructure": [
                component("agency", "String"),
                component("year", "Integer"),
                component("code", "String"),
                component("amount", "Number", "Measure"),
            ],
        }
    ]
}
frame = pd.read_csv(data)
found = run(SCRIPT, structure, {"DS_1": frame}, use_duckdb=True)["DS_r"].data
# Its numbers are doubles: what is less than half a cent is none.
failed = found[found["imbalance"].abs() > 0.005]
failed.to_csv(Path(cells), index=False)
print(json.dumps({"sum": len(failed)}))

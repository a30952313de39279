"""Every workbook in a folder opened with openpyxl, and nothing else."""

import pathlib
import sys

from openpyxl import load_workbook

cells = 0
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    cells += sum(len(row) for sheet in load_workbook(path) for row in sheet.iter_rows())
print(cells)

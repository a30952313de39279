"""Every cell of every workbook in a folder read with python-calamine, and nothing else."""

import pathlib
import sys

from python_calamine import CalamineWorkbook

cells = 0
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        cells += sum(map(len, book.get_sheet_by_name(name).to_python()))
print(cells)

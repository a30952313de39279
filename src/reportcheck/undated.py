"""Workbooks that do not tell when they were written: the same cells are the same bytes."""

from __future__ import annotations

import re
from os import PathLike, fspath
from pathlib import Path
from shutil import copyfileobj
from typing import IO, TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from openpyxl import Workbook

_TIMES: Final = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>")


def save(book: Workbook, target: Path | IO[bytes]) -> None:
    """Write a workbook into a file, or where a file is open; without the time of day.

    >>> import io, openpyxl
    >>> written = io.BytesIO()
    >>> save(openpyxl.Workbook(), written)
    >>> {each.date_time for each in ZipFile(written).infolist()}
    {(1980, 1, 1, 0, 0, 0)}
    """
    from openpyxl.writer.excel import ExcelWriter

    with _Undated(target, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()


class _Undated(ZipFile):
    """An archive whose parts are all of 1980, the first year that an archive can name."""

    def writestr(  # type: ignore[override]  # openpyxl gives no more
        self, name: str, data: bytes | str
    ) -> None:
        """Write a part; of what the workbook says of itself all but the times."""
        part = data.encode() if isinstance(data, str) else data
        if name == "docProps/core.xml":
            part = _TIMES.sub(b"", part)
        super().writestr(_entry(name), part)

    def write(  # type: ignore[override]  # openpyxl gives no more
        self, filename: str | PathLike[str], arcname: str
    ) -> None:
        """Write a part that was written to a file of its own."""
        path, entry = Path(fspath(filename)), _entry(arcname)
        entry.file_size = path.stat().st_size  # by which it is told whether it is a large one
        with path.open("rb") as part, self.open(entry, "w") as into:
            copyfileobj(part, into)


def _entry(name: str) -> ZipInfo:
    made = ZipInfo(name)
    made.compress_type = ZIP_DEFLATED
    return made

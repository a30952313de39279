"""Three hundred forms, four of which nobody can check."""

from __future__ import annotations

import os
from pathlib import Path

from tests.benchmarks.generating.forms import write_forms
from tests.benchmarks.generating.records import Planted, told

FAULTS = ("truncated", "never-ends", "locked", "no-form")


def write_with_faults(folder: Path, number: int) -> Planted:
    """Write so many files; the four of ``FAULTS`` among them, spread over the folder."""
    write_forms(folder, number)
    spoilt = [folder / f"{1 + nth * number // 4:06d}.xlsx" for nth in range(4)]
    truncated, never_ends, locked, no_form = spoilt
    whole = truncated.read_bytes()
    truncated.write_bytes(whole[: len(whole) // 2])
    never_ends.unlink()
    os.mkfifo(never_ends)  # whoever opens it to read waits for ever
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    locked.write_bytes(container + "EncryptionInfo\0EncryptedPackage\0".encode("utf-16-le"))
    no_form.write_text("日期,摘要\n2024-06-01,不是报表\n", encoding="utf-8")
    wrong = sum(nth % 50 == 7 for nth in range(1, number + 1)) - sum(
        int(path.stem) % 50 == 7 for path in spoilt
    )
    return told(
        folder, Planted(number, {"wrong": wrong, "checked": number - 4, "unchecked": 4}, {}, [])
    )

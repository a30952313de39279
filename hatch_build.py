"""Pack the rule files into the wheel, each with its compiled form beside it.

A compiled pack loads without YAML, lark and pydantic, which keeps the start of a check short. In an
editable install nothing is compiled: the tool then reads ``rules/`` of the checkout.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PackRules(BuildHookInterface[Any]):
    """Add ``rules/*.yaml`` and what they compile to, as ``reportcheck/rules/``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every pack of the checkout; a mistake in one stops the build."""
        if version == "editable":
            return
        root = Path(self.root)
        include: dict[str, str] = build_data["force_include"]
        for path in sorted((root / "rules").glob("*.yaml")):
            include[str(path)] = f"reportcheck/rules/{path.name}"
        sys.path.insert(0, str(root / "src"))
        from reportcheck.rulefile.compile import compile_packs

        self.compiled = tempfile.TemporaryDirectory()
        for path in compile_packs(root / "rules", Path(self.compiled.name)):
            include[str(path)] = f"reportcheck/rules/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the compiled files, which are in the wheel now."""
        del version, build_data, artifact_path
        if hasattr(self, "compiled"):
            self.compiled.cleanup()

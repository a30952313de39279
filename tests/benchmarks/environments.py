"""A virtual environment for each contestant, made when first needed, outside of the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "reportcheck-benchmarks"
TOOL = "reportcheck"
LIMIT = "C"
"""No environment of Python: a compiler, and the one program that it makes."""
SOURCE = Path(__file__).parent / "floors" / "records_limit.c"
PACKAGES: dict[str, tuple[str, ...]] = {
    TOOL: (str(ROOT),),
    "calamine": ("python-calamine",),
    "polars": ("polars",),
    "excel": ("polars", "fastexcel"),
    "openpyxl": ("openpyxl",),
    "duckdb": ("duckdb",),
    "dataframely": ("dataframely",),
    "pandera": ("pandera[polars]",),
    "pointblank": ("pointblank[pl]",),
    "vtlengine": ("vtlengine", "duckdb"),
    "frictionless": ("frictionless[excel]",),
    "great_expectations": ("great_expectations",),
    LIMIT: (),
}
SAID = {
    "calamine": "python-calamine",
    "excel": "fastexcel",
}
"""The package whose version is told, where it has another name."""


def scripts(name: str) -> Path:
    """Return the folder of an environment's programs, after making the environment if need be."""
    folder = CACHE / "environments" / name
    if name == LIMIT:
        return _compiled(folder)
    done = folder / "made.json"
    wanted = json.dumps([sys.version, PACKAGES[name]])
    if not done.exists() or done.read_text("utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        _run(sys.executable, "-m", "venv", str(folder))
        if name != TOOL:
            _install(folder, *PACKAGES[name])
        done.write_text(wanted, "utf-8")
    return folder / "bin"


def install_tool() -> str:
    """Install what is committed, from a wheel as users have it, and return its commit."""
    folder = scripts(TOOL).parent
    commit = _said("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD")
    installed = folder / "commit.txt"
    if commit and installed.exists() and installed.read_text("utf-8") == commit:
        return commit
    source = CACHE / "source"
    shutil.rmtree(source, ignore_errors=True)
    if commit:
        source.mkdir(parents=True)
        packed = CACHE / "source.tar"
        _run("git", "-C", str(ROOT), "archive", "-o", str(packed), commit)
        with tarfile.open(packed) as archive:
            archive.extractall(source, filter="data")
        packed.unlink()
    _install(folder, str(source if commit else ROOT))
    _install(folder, "--force-reinstall", "--no-deps", str(source if commit else ROOT))
    installed.write_text(commit, "utf-8")
    return commit


def version(name: str) -> str:
    """Return the name and version of what an environment is for."""
    if name == LIMIT:
        return _said("cc", "--version").splitlines()[0]
    package = SAID.get(name, name)
    python = scripts(name) / "python"
    asked = f"import importlib.metadata as m; print(m.version({package!r}))"
    return f"{package} {_said(str(python), '-c', asked)}"


def variables() -> dict[str, str]:
    """Return the environment variables of every contestant: few, and none of Python's own."""
    kept = {name: os.environ[name] for name in ("HOME", "PATH", "TMPDIR") if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "XDG_CACHE_HOME": str(CACHE / "contestants")}


def _compiled(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    _run("cc", "-O2", "-o", str(folder / SOURCE.stem), str(SOURCE))
    return folder


def _install(folder: Path, *what: str) -> None:
    _run(str(folder / "bin" / "python"), "-m", "pip", "install", "-q", *what)


def _run(*command: str) -> None:
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    if said.returncode:
        raise SystemExit(f"{' '.join(command)}\n{said.stdout}{said.stderr}")


def _said(*command: str) -> str:
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    return said.stdout.strip() if said.returncode == 0 else ""

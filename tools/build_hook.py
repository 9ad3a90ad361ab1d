"""What a wheel needs before it is packed: the catalogues compiled. Called by hatch alone.

Compiled catalogues are not kept in git; without them the interface would speak English only.
"""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCatalogues(BuildHookInterface):
    """Compiles every catalogue under `src` before files are chosen."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; `artifacts` in `pyproject.toml` lets the results into the wheel."""
        compile_all = runpy.run_path(str(Path(self.root) / "tools" / "compile_catalogues.py"))
        compile_all["main"](str(Path(self.root) / "src"))

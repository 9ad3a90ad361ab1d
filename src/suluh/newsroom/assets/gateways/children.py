"""Runs a reader of foreign files as a child that may neither eat the machine nor see secrets."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

WALL_SECONDS: Final = 40
# The child gets no password, key or address of the database.
PASSED_ON: Final = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")


def ask_child(module: str, folder: Path) -> dict[str, object]:
    """Return what the child `module` says about `folder`; {'refused': 'too_hard'} past a limit."""
    environment = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 our own module, the folder's name is ours
            [sys.executable, "-m", module, str(folder)],
            env=environment, capture_output=True, timeout=WALL_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"refused": "too_hard"}
    if done.returncode != 0:  # killed by a limit, or out of memory
        return {"refused": "too_hard"}
    answer: dict[str, object] = json.loads(done.stdout)
    return answer

"""`make check`: everything that needs no test run, each under its own name."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

CHECKS: dict[str, list[str]] = {
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "lint": [str(BIN / "ruff"), "check", "--quiet", "."],
    "types": [str(BIN / "mypy")],
    "contracts": [str(BIN / "lint-imports")],
    "migrations": [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "django": [sys.executable, "-m", "django", "check", "--fail-level", "WARNING"],
    "catalogues": [sys.executable, "tools/catalogues.py", "--check"],
}


def main() -> int:
    """Run the checks named on the command line, or all; print what failed."""
    names = sys.argv[1:] or list(CHECKS)
    failed = []
    with tempfile.TemporaryDirectory(prefix="suluh-check-") as home:
        environment = {
            **os.environ,
            "SULUH_HOME": home,
            "DJANGO_SETTINGS_MODULE": "suluh.project.settings",
        }
        for name in names:
            started = time.monotonic()
            done = subprocess.run(
                CHECKS[name], cwd=TOP, env=environment, check=False, capture_output=True, text=True
            )
            print(
                f"{'ok  ' if done.returncode == 0 else 'BAD '} {name} "
                f"({time.monotonic() - started:.1f} s)",
                flush=True,
            )
            if done.returncode:
                failed.append(name)
                print((done.stdout + done.stderr)[-6000:])
    print(f"suluh: {len(names) - len(failed)} checks passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""`make prove`: every proof in its short form, on every database; prints the sum of seconds."""

import json
import os
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]


def names() -> list[str]:
    """Return the proofs there are."""
    found = subprocess.run(
        [sys.executable, "-m", "suluh.project.launcher", "prove", "--list"],
        cwd=TOP, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return found.stdout.split()


def main() -> int:
    """Run them one after another; fail where one fails or could not run."""
    seconds, failed, lines = 0.0, [], 0
    for name in sys.argv[1:] or names():
        print(f"== prove {name} --quick", flush=True)
        command = [sys.executable, "-m", "suluh.project.launcher", "prove", name, "--quick"]
        done = subprocess.run(
            command, cwd=TOP, check=False, stdout=subprocess.PIPE, text=True, env={**os.environ}
        )
        for line in done.stdout.splitlines():
            print(line, flush=True)
            report = json.loads(line)
            seconds += report["seconds"]
            lines += 1
        if done.returncode:
            failed.append(f"{name} (exit {done.returncode})")
    print(f"suluh: quick proofs took {seconds:.0f} s in {lines} runs")
    if failed:
        print("suluh: proofs failed: " + ", ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

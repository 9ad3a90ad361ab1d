"""Hands `prove` and `bench` to the checkout's own folders; nothing else here knows of them."""

import runpy
import sys
from collections.abc import Sequence
from pathlib import Path


def hand_over(asked: Sequence[str]) -> int:
    """Run `proofs` or `bench` of the checkout this package lies in; 3 outside of one."""
    folder = {"prove": "proofs", "bench": "bench"}[asked[0]]
    top = Path(__file__).resolve().parents[3]
    if not (top / folder / "__main__.py").is_file():
        sys.stderr.write(f"suluh: {asked[0]} runs in a checkout of the source only\n")
        return 3
    sys.path.insert(0, str(top))
    sys.argv = [f"suluh {asked[0]}", *asked[1:]]
    try:
        runpy.run_module(folder, run_name="__main__", alter_sys=False)
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0

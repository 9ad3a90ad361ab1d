"""From the answer to the last signature until a reader outside sees the page.

The ledger grows by the product's own operations (`stock.py`), with the house stopped. At each
size stories are written, signed and released one by one, by HTTP; a reader in a process of its
own asks for the page every 5 ms, until the answer has the title that this story alone has.
"""

import argparse
import math
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from bench.harness import LEAST_ROUNDS, TREE, CannotRunError, Measure, Sample
from proofs.house import House
from proofs.press import HEAD, PR, STEPS, WRITER, Press, Story, read_lines

SIZES = (100, 1_000, 10_000)
PAUSE_MS, PATIENCE = 5, 60.0
ROUNDS = 20


def run(given: argparse.Namespace) -> Iterator[Measure]:
    """Yield one measure per size of the ledger."""
    with House(TREE, "sqlite") as house:
        press = Press(house)
        press.set_up((WRITER, HEAD, PR))
        published = 0
        for size in given.editions or SIZES:
            grow(house, published, size)
            measure = Measure(f"visible at {size}", "s")
            count = max(given.rounds, LEAST_ROUNDS)
            for story in press.write(count):
                measure.ours.append(Sample(until_seen(press, story)))
            published = max(published, size) + count
            values = sorted(one.value for one in measure.ours)
            measure.extra = {"p99_s": round(values[math.ceil(len(values) * 0.99) - 1], 4)}
            yield measure


def grow(house: House, published: int, size: int) -> None:
    """Publish stories until the ledger has `size` Editions; the house is stopped meanwhile."""
    if published >= size:
        return
    house.stop()
    stock = TREE / "bench" / "stock.py"
    people, steps = ",".join((WRITER, HEAD, PR)), ",".join(STEPS)
    command = [sys.executable, str(stock), str(published + 1), str(size - published), "KWA",
               people, steps]  # fmt: skip
    done = subprocess.run(
        command, env=house.environment(), cwd=house.folder, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise CannotRunError(f"the stock was not published: {done.stderr[-800:]}")
    house.start()


def until_seen(press: Press, story: Story) -> float:
    """Release a story; return the seconds until its page was there with its text."""
    house = press.house
    log = house.folder / f"seen-{story.content_id}.jsonl"
    month = datetime.fromtimestamp(time.time() + 7 * 3600, UTC).strftime("%Y/%m")
    words = story.title.lower().replace(" ", "-")
    path = f"/id/{month}/{words}-{story.content_id[:6]}/"
    witness = TREE / "proofs" / "witness" / "reader.py"
    command = [sys.executable, "-I", str(witness), str(log), house.public, str(PAUSE_MS)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as reader:
        assert reader.stdin is not None
        reader.stdin.write(f"{path}\t{story.title}\n")
        reader.stdin.flush()
        time.sleep(0.3)  # it asks by now
        press.release(story)
        answered = time.time()
        while not (seen := read_lines(log)) and time.time() < answered + PATIENCE:
            time.sleep(0.01)
        reader.stdin.write("end\n")
    if not seen:
        raise CannotRunError(f"{path} was not seen within {PATIENCE:.0f} s")
    return float(str(seen[0]["at"])) - answered

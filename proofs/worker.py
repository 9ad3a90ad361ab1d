"""A worker whose steps are known from outside, and which is killed at one of them."""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofs.harness import CannotRun
from proofs.house import House

RECORDER = Path(__file__).parent / "recorder"
LOOK_SECONDS = 0.03


@dataclass(frozen=True)
class Ended:
    """How a worker ended: at the point it was sent to, or otherwise."""

    reached: bool
    status: int

    @property
    def killed(self) -> bool:
        """Say whether it died of SIGKILL, by its wait status."""
        return os.WIFSIGNALED(self.status) and os.WTERMSIG(self.status) == 9

    @property
    def shut_out(self) -> bool:
        """Say whether it found another scheduler's lock."""
        return os.WIFEXITED(self.status) and os.WEXITSTATUS(self.status) == 1


class Workers:
    """`suluh work`, warm and again and again; see recorder/sitecustomize.py."""

    def __init__(self, house: House) -> None:
        self.house = house
        orders, self._orders = os.pipe()
        self._answers, answers = os.pipe()
        told = house.environment()
        told["PYTHONPATH"] = f"{RECORDER}{os.pathsep}{told['PYTHONPATH']}"
        told |= {"SULUH_PROOF_ORDERS": str(orders), "SULUH_PROOF_ANSWERS": str(answers)}
        self._log = (house.folder / "worker.log").open("ab")
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "suluh.project.launcher", "work"],
            env=told, pass_fds=(orders, answers), stdout=self._log, stderr=self._log,
            cwd=house.folder,
        )  # fmt: skip
        os.close(orders)
        os.close(answers)
        if not self._answer(60).get("ready"):
            raise CannotRun(f"the worker did not come up: {self.log()[-2000:]}")

    def log(self) -> str:
        """Return what the workers printed."""
        return (self.house.folder / "worker.log").read_text(errors="replace")

    def run(self, until: Callable[[], bool] = lambda: False, **order: Any) -> Ended:
        """Run one worker; it ends at its target, when `until` says so, or after `seconds`."""
        for _again in range(50):
            ended = self._run(until, order)
            if not ended.shut_out:
                return ended
            time.sleep(0.1)  # the dead one's lock is still being taken from it
        raise RuntimeError(f"the worker does not start: {self.log()[-2000:]}")

    def _run(self, until: Callable[[], bool], order: dict[str, Any]) -> Ended:
        os.write(self._orders, (json.dumps(order) + "\n").encode())
        told = False
        while not select.select([self._answers], [], [], LOOK_SECONDS)[0]:
            if not told and until():
                os.write(self._orders, b"stop\n")
                told = True
        return Ended(**self._answer(5))

    def _answer(self, seconds: float) -> dict[str, Any]:
        if not select.select([self._answers], [], [], seconds)[0]:
            return {}
        text = b""
        while not text.endswith(b"\n"):
            read = os.read(self._answers, 4096)
            if not read:
                raise RuntimeError(f"the workers' parent ended: {self.log()[-2000:]}")
            text += read
        answer: dict[str, Any] = json.loads(text)
        return answer

    def close(self) -> None:
        """Let the parent end."""
        os.close(self._orders)
        try:
            self._parent.wait(10)
        except subprocess.TimeoutExpired:
            self._parent.kill()
            self._parent.wait()
        os.close(self._answers)
        self._log.close()

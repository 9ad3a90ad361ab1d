"""The name a worker signs its leases with, and whether that worker can still be alive.

On the same machine a process is named by boot, number and start time, so that its leases can be
taken the moment it is gone instead of when they end.
"""

import os
import platform
from pathlib import Path


def owner_name() -> str:
    """Return this process's name: machine, boot, process number, start time."""
    return f"{platform.node()[:40]}/{_boot()}/{os.getpid()}/{_started(os.getpid())}"


def is_dead(owner: str) -> bool:
    """Say whether a worker of this machine is certainly gone; of others nothing is known."""
    name, _, rest = owner.partition("/")
    boot, _, process = rest.partition("/")
    number, _, started = process.partition("/")
    if name != platform.node()[:40] or not number.isdecimal() or not _boot():
        return False
    if boot != _boot():
        return True
    return _started(int(number)) != started


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()[:36]
    except OSError:
        return ""


def _started(number: int) -> str:
    """Return the start time of a process in clock ticks, or '' when it is gone or a zombie."""
    try:
        fields = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in {"Z", "X"} else fields[19]

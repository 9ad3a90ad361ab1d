"""Enters a worker process from outside: records its points, and lets its parent kill it there.

The process that is started becomes the parent: before it opens its database it waits for orders
(one JSON line each on the descriptor SULUH_PROOF_ORDERS) and forks a worker per order:
{"target": LABEL, "nth": N, "record": FILE, "seconds": S, "jump_at": TEXT, "jump": SECONDS}.
A worker that comes to the Nth hit of its target says so and stands still; the parent kills it
with SIGKILL and answers {"reached", "status"} on SULUH_PROOF_ANSWERS. A line "stop" ends a worker
with SIGTERM. `jump` moves the worker's clock once a hit's label contains `jump_at`.

A point is one SQL statement, commit, file write, rename, unlink, fsync or socket call, before and
after it, named by what was done, by which function, and for which kind of destination.
"""

import datetime as real_time
import importlib.abc
import importlib.machinery
import json
import os
import re
import select
import signal
import socket
import sqlite3
import sys
import threading
import time

SQL = re.compile(r"(?is)\s*(\w+)(?:.*?\b(?:FROM|INTO|UPDATE)\s+\"?([a-z_]+))?")
NUMBERS = re.compile(r"[0-9a-f]{8,}|\d+")
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
GRACE = 15.0


class Points:
    """What this worker was told, and how often it came where."""

    def __init__(self):
        self.active = False
        self.order = {}
        self.seen = {}
        self.record = -1
        self.told = -1
        self.offset = 0.0
        self.busy = threading.local()
        self.lock = threading.Lock()

    def begin(self, order, told):
        self.order, self.told = order, told
        if order.get("record"):
            self.record = os.open(order["record"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.active = True

    def hit(self, what, phase):
        if not self.active or getattr(self.busy, "now", False):
            return
        self.busy.now = True
        try:
            self._hit(what, phase)
        finally:
            self.busy.now = False

    def _hit(self, what, phase):
        label = f"{where()} {what} {phase}"
        if self.record >= 0:
            os.write(self.record, (label + "\n").encode())
        jump_at = self.order.get("jump_at")
        if jump_at and all(word in label for word in jump_at.split()):
            self.offset = float(self.order["jump"])
        if label != self.order.get("target"):
            return
        with self.lock:
            self.seen[label] = self.seen.get(label, 0) + 1
            if self.seen[label] != self.order.get("nth", 1):
                return
        os.write(self.told, b"!")
        while True:  # until the parent kills
            time.sleep(60)


POINTS = Points()


def where():
    """Name the product's nearest function, and the destination's kind and class if it sends."""
    place, kind = "", "-"
    frame = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if "/suluh/" in file:
            name = file.rpartition("/suluh/")[2].removesuffix(".py").replace("/", ".")
            place = place or f"{name}.{frame.f_code.co_name}"
            if name.endswith("outbox.tasks"):
                row = frame.f_locals.get("row")
                if hasattr(row, "channel_class"):
                    kind = f"{row.kind}.{row.channel_class}"
                    break
        frame = frame.f_back
    return f"{kind} {place or '-'}"


def wrap(holder, name, describe):
    """Put a point before and after a function."""
    inner = getattr(holder, name)

    def wrapped(*args, **kwargs):
        what = describe(*args, **kwargs)
        if what is None or not POINTS.active:
            return inner(*args, **kwargs)
        POINTS.hit(what, "before")
        result = inner(*args, **kwargs)
        POINTS.hit(what, "after")
        return result

    setattr(holder, name, wrapped)


def statement(text):
    found = SQL.match(str(text))
    return f"sql {found.group(1).upper()} {found.group(2) or ''}".strip() if found else "sql"


def path(name):
    """Name a file by its served folder and its last word, without what differs per story."""
    text = os.fspath(name) if not isinstance(name, int) else "fd"
    text = text.decode() if isinstance(text, bytes) else text
    top = text.partition("/public/")[2].partition("/")[0]
    return f"{top}/{NUMBERS.sub('#', os.path.basename(text))}"


# --- files and sockets ---------------------------------------------------------------------------


def files():
    for name in ("replace", "rename"):
        wrap(os, name, lambda _old, new, **_more: f"rename {path(new)}")
    for name in ("unlink", "remove", "rmdir", "mkdir"):
        wrap(os, name, lambda one, *_mode, name=name, **_more: f"{name} {path(one)}")
    wrap(os, "fsync", lambda _handle: "fsync")
    sys.addaudithook(opened)


def opened(event, given):
    if event != "open" or not isinstance(given[0], (str, bytes)):
        return
    if str(given[0]).endswith("loop.lock"):
        be_parent()
    if POINTS.active and (given[2] or 0) & WRITES:
        POINTS.hit(f"open {path(given[0])}", "before")


def sockets():
    for name in ("connect", "send", "sendall", "recv", "recv_into", "close"):
        inner = getattr(socket.socket, name)
        setattr(socket.socket, name, around(inner, f"socket {name}"))


def around(inner, what):
    def method(self, *args, **kwargs):
        POINTS.hit(what, "before")
        result = inner(self, *args, **kwargs)
        POINTS.hit(what, "after")
        return result

    return method


def baked_index():
    class Recorded(sqlite3.Connection):
        def execute(self, text, *args):
            POINTS.hit(f"index {statement(text)}", "before")
            return super().execute(text, *args)

        def commit(self):
            POINTS.hit("index commit", "before")
            super().commit()
            POINTS.hit("index commit", "after")

    inner = sqlite3.connect

    def connect(*args, **kwargs):
        if not kwargs and not args[1:]:  # the plain way; Django's comes through its wrappers
            kwargs["factory"] = Recorded
        return inner(*args, **kwargs)

    sqlite3.connect = connect


# --- Django's database, whichever it is ---------------------------------------------------------


def cursors(module):
    def shifted(sql):
        if POINTS.offset and "clock_timestamp()" in str(sql):
            return f"SELECT clock_timestamp() + interval '{POINTS.offset} seconds'"
        return sql

    for name in ("_execute", "_executemany"):
        inner = getattr(module.CursorWrapper, name)

        def method(self, sql, *args, inner=inner):
            what = statement(sql)
            POINTS.hit(what, "before")
            result = inner(self, shifted(sql), *args)
            POINTS.hit(what, "after")
            return result

        setattr(module.CursorWrapper, name, method)


def connections(module):
    base = module.BaseDatabaseWrapper
    base._commit = around(base._commit, "commit")
    base._rollback = around(base._rollback, "rollback")
    inner = base.connect

    def connect(self):
        be_parent()
        return inner(self)

    base.connect = connect


def clock(module):
    class Shifted(real_time.datetime):
        @staticmethod
        def now(zone=None):
            return real_time.datetime.fromtimestamp(time.time() + POINTS.offset, zone)

    module.datetime = Shifted


AFTER_IMPORT = {
    "django.db.backends.utils": cursors,
    "django.db.backends.base.base": connections,
    "suluh.kernel.clock": clock,
}


class Finder(importlib.abc.MetaPathFinder):
    """Lets a function see some modules right after their import."""

    def find_spec(self, name, folders=None, target=None):
        if name not in AFTER_IMPORT:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, folders, target)
        change, inner = AFTER_IMPORT[name], spec.loader.exec_module

        def exec_module(module):
            inner(module)
            change(module)

        spec.loader.exec_module = exec_module
        return spec


# --- the parent ---------------------------------------------------------------------------------

PARENT = {"still": True}


def be_parent():
    """Fork a worker per order; returns in each worker, never in the parent."""
    if not PARENT["still"]:
        return
    PARENT["still"] = False
    orders, answers = int(os.environ["SULUH_PROOF_ORDERS"]), int(os.environ["SULUH_PROOF_ANSWERS"])
    reader = os.fdopen(orders, "r")
    os.write(answers, b'{"ready": true}\n')
    for line in iter(reader.readline, ""):
        if line.strip() == "stop":
            continue  # meant for a worker that had ended
        order = json.loads(line)
        hears, tells = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(hears)
            os.close(answers)
            POINTS.begin(order, tells)
            return
        os.close(tells)
        reached, status = watch(pid, hears, orders, reader, float(order.get("seconds", 5)))
        os.close(hears)
        answer = {"reached": reached, "status": status}
        os.write(answers, (json.dumps(answer) + "\n").encode())
    os._exit(0)


def watch(pid, hears, orders, reader, seconds):
    """Kill the worker at its point, or let it end when it is told to or its time is over."""
    until = time.monotonic() + seconds
    told = False
    while True:
        left = until - time.monotonic()
        ready = select.select([hears, orders], [], [], max(left, 0))[0]
        if hears in ready:
            reached = os.read(hears, 1) == b"!"
            if reached:
                os.kill(pid, signal.SIGKILL)
            return reached, os.waitpid(pid, 0)[1]
        if orders in ready and not reader.readline():
            os.kill(pid, signal.SIGKILL)
            return False, os.waitpid(pid, 0)[1]
        if told and not ready:
            os.kill(pid, signal.SIGKILL)  # it did not end by itself
            return False, os.waitpid(pid, 0)[1]
        told = True
        os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + GRACE


if "SULUH_PROOF_ORDERS" in os.environ:
    files()
    sockets()
    baked_index()
    sys.meta_path.insert(0, Finder())

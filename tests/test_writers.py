"""Four people save texts at once on SQLite while the scheduler works: nobody meets a lock.

Three seconds in the suite; `SULUH_WRITERS_SECONDS=30` is the long form.
"""

import os
import subprocess
import sys
from pathlib import Path

SECONDS = float(os.environ.get("SULUH_WRITERS_SECONDS", "3"))
WRITERS = 4

PREPARE = """
from suluh.project import start
start.set_up(); start.migrate()
from suluh.foundation.org.tests.makers import make_house
from suluh.newsroom.editorial.tests.makers import load_example
cast = make_house(); load_example(cast)
"""
WRITE = """
import sys, time
from suluh.project import start
start.set_up()
from django.db import OperationalError
from suluh.foundation.org.tests.makers import PEOPLE, Cast
from suluh.newsroom.editorial.tests.makers import make_story, write
cast = Cast({name.lower(): email for email, name, *_ in PEOPLE})
story = make_story(cast)
saved = locked = 0
until = time.monotonic() + float(sys.argv[1])
while time.monotonic() < until:
    try:
        words = ("Judul", f"Teras {saved}", f"Isi {saved}.")
        write(cast, story.content_id, "id", by="alia", words=words)
        saved += 1
    except OperationalError:
        locked += 1
print(saved, locked)
"""
WORK = """
import sys, time
from suluh.project import start
start.set_up()
from suluh.project.loop import Loop
loop = Loop(slots=0)
until = time.monotonic() + float(sys.argv[1])
while time.monotonic() < until:
    loop.step()
    time.sleep(0.05)
print(0, 0)
"""


def started(code: str, home: Path) -> "subprocess.Popen[str]":
    environment = {
        name: value for name, value in os.environ.items() if name != "SULUH_DATABASE_URL"
    }
    environment |= {"SULUH_HOME": str(home), "DJANGO_SETTINGS_MODULE": "suluh.project.settings"}
    command = [sys.executable, "-c", code, str(SECONDS)]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_four_writers_never_meet_a_lock(tmp_path: Path) -> None:
    prepared = started(PREPARE, tmp_path)
    _out, said = prepared.communicate(timeout=300)
    assert prepared.returncode == 0, said[-2000:]

    running = [started(WRITE, tmp_path) for _ in range(WRITERS)] + [started(WORK, tmp_path)]
    ended = [(one.communicate(timeout=SECONDS + 300), one.returncode) for one in running]

    assert [code for _, code in ended] == [0] * len(running), [
        said[-800:] for (_, said), _ in ended
    ]
    saved, locked = zip(*[map(int, out.split()[-2:]) for (out, _), _ in ended], strict=True)
    assert min(saved[:WRITERS]) > 0
    assert sum(locked) == 0

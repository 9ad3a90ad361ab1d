"""Are all sentences of the product there in Indonesian? Needs GNU gettext.

Extracts every msgid from a copy of the source and looks it up in the union of the catalogues.
`--missing` prints what is missing as PO entries.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
SOURCE = TOP / "src" / "suluh"


def compiler():
    """Return the module that reads catalogues."""
    spec = importlib.util.spec_from_file_location("compiler", TOP / "tools/compile_catalogues.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def msgids() -> dict[str, str]:
    """Return every msgid of the source with where it stands."""
    with tempfile.TemporaryDirectory(prefix="suluh-words-") as folder:
        copy = Path(folder) / "suluh"
        ignored = shutil.ignore_patterns("locale", "tests", "migrations", "__pycache__", "static")
        shutil.copytree(SOURCE, copy, ignore=ignored)
        (copy / "locale").mkdir()
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "", "LC_ALL": "C.UTF-8"}
        command = [
            sys.executable,
            "-m",
            "django",
            "makemessages",
            "--locale",
            "id",
            "--verbosity",
            "0",
        ]
        subprocess.run(command, cwd=copy, env=environment, check=True)
        text = (copy / "locale/id/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    reader = compiler()
    for block in text.split("\n\n"):
        lines = block.splitlines()
        where = next((line[3:] for line in lines if line.startswith("#: ")), "")
        words = reader._words([line for line in lines if line and not line.startswith("#")])
        if words.get("msgid"):
            key = words["msgid"]
            if "msgid_plural" in words:
                key += reader.PLURAL + words["msgid_plural"]
            if "msgctxt" in words:
                key = words["msgctxt"] + reader.CONTEXT + key
            found[key] = where
    return found


def main() -> int:
    """Print what is missing; 1 where anything is."""
    if shutil.which("xgettext") is None:
        sys.stderr.write("gettext is missing: apt-get install gettext\n")
        return 1
    reader = compiler()
    known: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("locale/id/LC_MESSAGES/django.po")):
        text = path.read_text(encoding="utf-8")
        if "#, fuzzy" in text:
            print(f"{path.relative_to(TOP)}: a fuzzy entry")
            return 1
        known |= reader.entries(text)
    missing = {key: where for key, where in msgids().items() if key not in known}
    for key, where in sorted(missing.items(), key=lambda item: item[1]):
        if "--missing" in sys.argv:
            print(f'#: {where}\nmsgid {key!r}\nmsgstr ""\n')
        else:
            print(f"{where}: not in Indonesian: {key[:90]!r}")
    print(f"{len(missing)} sentences are missing in Indonesian")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

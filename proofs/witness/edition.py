"""A process that does nothing but ask the standalone verifier, and says what it answered.

usage: edition.py VERIFIER; each line in is {"file","head","root"}, each line out {"exit","told"}.
"""

import contextlib
import importlib.util
import io
import json
import sys
import traceback


def ask(tool: object, question: dict) -> dict:
    sys.argv = ["verify_edition.py", question["file"], "--json", "--root", question["root"]]
    sys.argv += ["--head", question["head"]] if question["head"] else []
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            code = tool.main()
        return {"exit": code, "told": json.loads(out.getvalue())}
    except BaseException:  # noqa: BLE001 because a crash is what the witness has to tell
        return {"exit": None, "told": traceback.format_exc(limit=3)}


def main() -> None:
    spec = importlib.util.spec_from_file_location("verify_edition", sys.argv[1])
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    for line in sys.stdin:
        print(json.dumps(ask(tool, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()

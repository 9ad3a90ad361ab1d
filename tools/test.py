"""`make test`: everything on SQLite, everything with SQL on PostgreSQL where one answers."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
PG_URL = os.environ.get("SULUH_TEST_POSTGRESQL", "postgresql://root@127.0.0.1:5432/test")
PURE = "not browser"


def answers() -> bool:
    """Say whether a PostgreSQL answers that lets us make databases."""
    try:
        import psycopg

        with psycopg.connect(PG_URL, connect_timeout=3):
            return True
    except Exception as wrong:
        sys.stderr.write(f"suluh: PostgreSQL does not answer ({type(wrong).__name__})\n")
        return False


def run(name: str, url: str, extra: list[str], not_run: str) -> int:
    """Run pytest once against one database, in a home of its own."""
    with tempfile.TemporaryDirectory(prefix="suluh-test-") as home:
        environment = {**os.environ, "SULUH_HOME": home, "SULUH_NOT_RUN": not_run}
        environment.pop("SULUH_DATABASE_URL", None)
        if url:
            environment["SULUH_DATABASE_URL"] = url
        print(f"== tests on {name}", flush=True)
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-n",
            "2",
            *extra,
            *sys.argv[1:],
        ]
        return subprocess.run(command, cwd=TOP, env=environment, check=False).returncode


def main() -> int:
    """Run the databases named in DATABASES; count what could not run."""
    wanted = os.environ.get("DATABASES", "sqlite postgresql").split()
    missing: list[str] = []
    worst = 0
    with tempfile.NamedTemporaryFile(prefix="suluh-not-run-", suffix=".txt") as listed:
        if "sqlite" in wanted:
            worst = max(worst, run("SQLite", "", [], listed.name))
        if "postgresql" in wanted:
            if answers():
                worst = max(
                    worst,
                    run("PostgreSQL", PG_URL, ["-m", "django_db and not browser"], listed.name),
                )
            else:
                missing.append(
                    "not run: the tests on PostgreSQL, because no server answers, "
                    "install with apt-get install postgresql"
                )
        named = sorted(set(Path(listed.name).read_text(encoding="utf-8").split("\n")) - {""})
    for line in missing:
        print(line)
    count = len(named) + len(missing)
    print(f"suluh: tests {'failed' if worst else 'passed'}, {count} not run")
    if count and os.environ.get("SULUH_STRICT"):
        return worst or 1
    return worst


if __name__ == "__main__":
    sys.exit(main())

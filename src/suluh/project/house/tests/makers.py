"""A house on disk for tests, driven by the command as its users drive it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PHRASE = "kata sandi yang panjang"
ADMIN = "indra@contoh.example"
ANSWERS = {
    "name_id": "Lembaga Contoh", "name_en": "Example Agency", "short_name": "LC",
    "admin_name": "Indra", "admin_email": ADMIN, "admin_password": "sandi-untuk-uji-saja",
}  # fmt: skip


@dataclass(frozen=True)
class DiskHouse:
    """One SULUH_HOME."""

    home: Path
    database_url: str = ""
    phrase: str = PHRASE

    def run(self, *words: str, fails: bool = False) -> subprocess.CompletedProcess[str]:
        told = {name: value for name, value in os.environ.items() if not name.startswith("SULUH_")}
        told |= {
            "SULUH_HOME": str(self.home),
            "SULUH_ROOT_PASSPHRASE": "",
            "SULUH_BACKUP_PASSPHRASE": self.phrase,
            "DJANGO_SETTINGS_MODULE": "suluh.project.settings",
        }
        if self.database_url:
            told["SULUH_DATABASE_URL"] = self.database_url
        done = subprocess.run(
            [sys.executable, "-m", "suluh.project.launcher", *words],
            env=told,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.home.parent,
        )
        assert bool(done.returncode) is fails, done.stdout + done.stderr
        return done

    def json(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json").stdout)

    def set_up(self) -> None:
        answers = self.home.parent / "answers.json"
        answers.write_text(json.dumps(ANSWERS))  # JSON is YAML
        self.run("init", str(answers))
        root = self.home.parent / "root.pem"
        self.run("keys", "init", "--root-key", str(root), "--institution", "LC")

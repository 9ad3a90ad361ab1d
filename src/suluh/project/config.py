"""Every setting of the house, read once from the environment; a wrong value fails loudly."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class WrongSetting(SystemExit):
    """A setting that cannot be used; start-up ends with one sentence."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"suluh: {name}: {why}")


@dataclass(frozen=True, slots=True)
class Config:
    """The environment, typed. Each field's name in the environment is SULUH_<NAME>."""

    home: Path
    bind: str
    port: int
    database_url: str
    smtp_url: str
    bounce_imap_url: str
    bounce_address: str
    secret_key: str
    hosts: tuple[str, ...]
    public_url: str
    office_url: str
    proxy_count: int
    checkpoints: str
    mail_sink: bool
    debug: bool

    @property
    def office_port(self) -> int:
        """The office listens one above the public port."""
        return self.port + 1

    @property
    def public_dir(self) -> Path:
        """The folder of the baked site."""
        return self.home / "public"


def read(environment: Mapping[str, str] = os.environ) -> Config:
    """Read the settings; secrets may come from a file named by SULUH_<NAME>_FILE."""
    home = home_of(environment)
    port = _whole(environment, "SULUH_PORT", 8000, least=1, most=65534)
    bind = environment.get("SULUH_BIND") or "127.0.0.1"
    shown = "127.0.0.1" if bind in {"0.0.0.0", "::"} else bind  # noqa: S104 compared, not bound
    return Config(
        home=home,
        bind=bind,
        port=port,
        database_url=_secret(environment, "SULUH_DATABASE_URL")
        or f"sqlite:///{home / 'suluh.sqlite3'}",
        smtp_url=_secret(environment, "SULUH_SMTP_URL"),
        bounce_imap_url=_secret(environment, "SULUH_BOUNCE_IMAP_URL"),
        bounce_address=environment.get("SULUH_BOUNCE_ADDRESS") or "",
        secret_key=_secret(environment, "SULUH_SECRET_KEY") or _kept_secret(home),
        hosts=tuple(filter(None, (environment.get("SULUH_HOSTS") or "").split(","))),
        public_url=(environment.get("SULUH_PUBLIC_URL") or f"http://{shown}:{port}").rstrip("/"),
        office_url=(environment.get("SULUH_OFFICE_URL") or f"http://{shown}:{port + 1}").rstrip(
            "/"
        ),
        proxy_count=_whole(environment, "SULUH_PROXY_COUNT", 0, least=0, most=9),
        checkpoints=environment.get("SULUH_CHECKPOINTS") or "",
        mail_sink=_switch(environment, "SULUH_MAIL_SINK"),
        debug=_switch(environment, "SULUH_DEBUG"),
    )


def home_of(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the house; looks only, makes nothing."""
    return Path(environment.get("SULUH_HOME") or ".suluh").expanduser().resolve()


def has_house(environment: Mapping[str, str] = os.environ) -> bool:
    """Say whether a database is named or lies in the home; looks only, makes nothing."""
    named = environment.get("SULUH_DATABASE_URL") or environment.get("SULUH_DATABASE_URL_FILE")
    return bool(named) or (home_of(environment) / "suluh.sqlite3").exists()


def _whole(
    environment: Mapping[str, str], name: str, default: int, *, least: int, most: int
) -> int:
    text = environment.get(name) or str(default)
    if not text.isdecimal() or not least <= int(text) <= most:
        raise WrongSetting(name, f"a whole number from {least} to {most}, not {text!r}")
    return int(text)


def _switch(environment: Mapping[str, str], name: str) -> bool:
    text = (environment.get(name) or "no").lower()
    if text not in {"yes", "no", "1", "0", "true", "false"}:
        raise WrongSetting(name, f"yes or no, not {text!r}")
    return text in {"yes", "1", "true"}


def _secret(environment: Mapping[str, str], name: str) -> str:
    path = environment.get(f"{name}_FILE")
    if not path:
        return environment.get(name) or ""
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as wrong:
        raise WrongSetting(f"{name}_FILE", str(wrong)) from wrong


def _kept_secret(home: Path) -> str:
    """Return the house's own secret, drawn at the first start and kept for its owner only."""
    path = home / "secret-key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        drawn = home / f".secret-key.{os.getpid()}.{secrets.token_hex(4)}"
        drawn.touch(mode=0o600)
        drawn.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            os.link(drawn, path)  # the first of several starting processes wins
        except FileExistsError:
            pass
        finally:
            drawn.unlink()
    return path.read_text(encoding="ascii").strip()

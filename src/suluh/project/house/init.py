"""`suluh init`: the institution, its top unit, its first administrator."""

import argparse
import getpass
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from suluh.foundation.accounts import operations as accounts
from suluh.foundation.audit import operations as audit
from suluh.foundation.org import operations as org
from suluh.foundation.org import queries
from suluh.foundation.org.rules import SLUG, InstitutionRow, check_zone, unit_path
from suluh.kernel import clock
from suluh.kernel.bilingual import Bilingual
from suluh.kernel.bilingual import gettext_noop as _
from suluh.kernel.refusals import Refused
from suluh.project import start
from suluh.project.house import tables, trail


@dataclass(frozen=True, slots=True)
class Question:
    """One answer that init needs, and what it is when nobody says."""

    key: str
    text: str
    default: str = ""
    required: bool = True


NOBODY_ANSWERS = _("Nobody answers; name a YAML file with the answers: suluh init FILE.")
# What stands in the environment, with the example that the how-to uses.
ELSEWHERE: Final = (
    ("SULUH_PUBLIC_URL", "https://lembaga.example"),
    ("SULUH_OFFICE_URL", "https://kantor.lembaga.example"),
    ("SULUH_HOSTS", "lembaga.example,kantor.lembaga.example"),
    ("SULUH_SMTP_URL", "smtp://mail.lembaga.example:587"),
)
QUESTIONS: Final = (
    Question("name_id", "Name of the institution (Indonesian)"),
    Question("name_en", "Name of the institution (English)", required=False),
    Question("short_name", "Short name, e.g. LAPN"),
    Question("zone", "Time zone", "Asia/Jakarta"),
    Question("languages", "Languages of the site, comma-separated", "id,en"),
    Question("address", "Postal address", required=False),
    Question("email", "Address for letters from the public", required=False),
    Question("phone", "Telephone", required=False),
    Question("unit_code", "Code of the top unit", "KP"),
    Question("unit_kind", "Kind of the top unit, a word of the regulation", "head_office"),
    Question("admin_name", "Name of the first administrator"),
    Question("admin_email", "E-mail of the first administrator"),
)


def command(given: argparse.Namespace) -> int:
    """Ask or read the answers, bring the database up, write the house."""
    answers = _from_file(Path(given.file)) if given.file else _ask()
    start.migrate()
    set_up(answers, password=str(answers.get("admin_password") or ""))
    sys.stdout.write(
        f"suluh: {answers['short_name']} is set up. Next: suluh keys init, suluh import units, "
        "suluh import people, suluh import regulation, suluh up\n"
    )
    sys.stdout.write(lines_to_set())
    return 0


def lines_to_set(environment: Mapping[str, str] = os.environ) -> str:
    """Return the lines of the environment that nobody has set yet; no house stores them itself.

    Addresses and the mail server belong to the machine: a restored copy must not send as this one.
    """
    missing = [(name, value) for name, value in ELSEWHERE if not _is_set(name, environment)]
    if not missing:
        return ""
    lines = [f"    {name}={value}\n" for name, value in missing]
    said = "suluh: set these, for example in /etc/suluh.env, before the house is on the internet"
    return f"{said} (docs/how-to/one-server.md, mail.md):\n{''.join(lines)}"


def _is_set(name: str, environment: Mapping[str, str]) -> bool:
    return bool(environment.get(name) or environment.get(f"{name}_FILE"))


def _from_file(path: Path) -> dict[str, str]:
    try:
        data = yaml.safe_load(tables.read_file(path).decode("utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as wrong:
        reason = _("%(file)s cannot be read: %(why)s")
        raise Refused("unreadable", reason, file=path, why=str(wrong)) from wrong
    if not isinstance(data, dict):
        raise Refused("unreadable", _("%(file)s holds no answers."), file=path)
    known = {question.key for question in QUESTIONS} | {"admin_password"}
    unknown = sorted(set(data) - known)
    if unknown:
        reason = _("%(file)s: unknown answers: %(names)s")
        raise Refused("unknown_answers", reason, file=path, names=", ".join(map(str, unknown)))
    return _complete({str(key): _plain(value) for key, value in data.items()}, str(path))


def _plain(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value or "").strip()


def _complete(answers: dict[str, str], where: str) -> dict[str, str]:
    for question in QUESTIONS:
        answers[question.key] = answers.get(question.key) or question.default
        if question.required and not answers[question.key]:
            reason = _("%(file)s: the answer “%(key)s” is missing.")
            raise Refused("missing_answer", reason, file=where, key=question.key)
        if why := _wrong(question, answers[question.key]):
            reason = _("%(file)s: %(key)s: %(why)s")
            raise Refused("wrong_answer", reason, file=where, key=question.key, why=why)
    if why := _weak(answers.get("admin_password", "")):
        reason = _("%(file)s: %(key)s: %(why)s")
        raise Refused("wrong_answer", reason, file=where, key="admin_password", why=why)
    return answers


def _wrong(question: Question, answer: str) -> str:
    """Say what is wrong with an answer, or ''."""
    if not answer:
        return ""
    try:
        if question.key == "zone":
            check_zone(answer)
        elif question.key == "unit_code":
            unit_path(answer, "")
        elif question.key.endswith("email"):
            validate_email(answer)
    except (Refused, ValidationError) as wrong:
        return str(wrong) if isinstance(wrong, Refused) else f"“{answer}” is no e-mail address"
    if question.key == "unit_kind" and not SLUG.fullmatch(answer):
        return f"“{answer}” is no word of small letters, figures and _"
    wanted = [one.strip() for one in answer.split(",")] if question.key == "languages" else []
    if not set(wanted) <= {"id", "en"}:
        return "the languages are id and en"
    return ""


def _weak(password: str) -> str:
    """Say why a password is refused, or ''; without one it is set by mail."""
    try:
        if password:
            validate_password(password)
    except ValidationError as wrong:
        return " ".join(wrong.messages)
    return ""


def _ask() -> dict[str, str]:
    answers: dict[str, str] = {}
    for question in QUESTIONS:
        shown = (
            f"{question.text} [{question.default}]: " if question.default else f"{question.text}: "
        )
        answer = _answer(shown) or question.default
        while (question.required and not answer) or (why := _wrong(question, answer)):
            sys.stdout.write(f"{why}\n" if answer else "An answer is needed.\n")
            answer = _answer(shown) or question.default
        answers[question.key] = answer
    answers["admin_password"] = _secret()
    return answers


def _answer(shown: str) -> str:
    try:
        return input(shown).strip()
    except EOFError as wrong:
        raise Refused("no_answer", NOBODY_ANSWERS) from wrong


def _secret() -> str:
    try:
        password = getpass.getpass("Password of the administrator (empty: set it by mail): ")
        while why := _weak(password):
            sys.stdout.write(f"{why}\n")
            password = getpass.getpass("Password of the administrator: ")
    except EOFError as wrong:
        raise Refused("no_answer", NOBODY_ANSWERS) from wrong
    return password


@transaction.atomic
def set_up(answers: Mapping[str, str], *, password: str = "") -> None:
    """Write institution, top unit and administrator. Raises Refused: already_set_up."""
    if queries.has_institution():
        raise Refused("already_set_up", _("This house is set up already."))
    org.set_institution(
        InstitutionRow(
            name=Bilingual(answers["name_id"], answers.get("name_en", "")),
            short_name=answers["short_name"],
            zone=answers["zone"],
            languages=tuple(one.strip() for one in answers["languages"].split(",") if one.strip()),
            address=answers.get("address", ""),
            email=answers.get("email", ""),
            phone=answers.get("phone", ""),
            is_demo=answers.get("is_demo", "") == "yes",
        )
    )
    unit = org.UnitDraft(
        code=answers["unit_code"],
        name_id=answers["name_id"],
        name_en=answers.get("name_en", ""),
        kind=answers["unit_kind"],
        zone=answers["zone"],
    )
    email, now = answers["admin_email"], clock.now()

    def appoint() -> None:
        org.save_person(email=email, name=answers["admin_name"], unit_code=unit.code)
        accounts.open_account(email=email, password=password or None)
        accounts.grant_role(accounts.GrantDraft(email, "administrator", unit.code, now.date()))

    made = audit.Entry("house.set_up", "house", data={
        name: answers[name] for name in ("short_name", "zone", "languages")
    })  # fmt: skip
    changed = trail.of_unit(unit, lambda: org.save_unit(unit))
    # Nobody is signed in: whoever holds the machine sets it up, and no person's name is put to it.
    trail.record([made, *changed, *trail.of_person(email, "", appoint)], None, now)

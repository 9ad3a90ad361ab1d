"""What happens in the small house before somebody visits it."""

import re
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import decrypt
from django.contrib.auth.hashers import ScryptPasswordHasher, make_password
from django.db import transaction
from django.test import Client

from suluh.foundation.accounts.models import User
from suluh.foundation.outbox.models import Effect
from suluh.kernel import clock
from suluh.newsroom.editorial import operations as editorial
from suluh.newsroom.editorial.models import Copy
from suluh.newsroom.editorial.operations.commenting import Remark, write_comment
from suluh.newsroom.editorial.operations.early import EarlyReading
from suluh.newsroom.regulation import operations as regulation
from suluh.project import loop
from suluh.project.config import Config
from suluh.project.demo import build, house, reading
from suluh.publishing.delivery import operations as delivery
from suluh.publishing.delivery import tokens
from suluh.publishing.delivery.models import Subscriber
from suluh.publishing.delivery.rules import leave_path
from suluh.publishing.ledger import operations as ledger
from suluh.publishing.ledger.operations.erasure import ErasureDraft
from suluh.publishing.ledger.queries import texts
from suluh.publishing.website.operations.inbox import Sent, receive_message

# One text of each fate, one of each kind.
TEXTS = (
    "papan-duga", "tanggul-karangjati", "sirene-layar-putih", "peta-genangan", "bakau-delta",
    "stasiun-serai", "peringatan-bandar-lor", "tarif-uji-air", "layanan", "menu", "setelan",
)  # fmt: skip
# Texts that get the documents of another: one that is written, one in review, one under embargo.
WITH_FILES = ("stasiun-serai", "sirene-layar-putih", "peta-genangan")
FILES_OF = "laporan-keterbukaan"
# An administrator, a head of PR, an editor, a photo editor, a translator, a head of a unit with
# texts to sign, an auditor, and a contributor without a second factor. Half read English.
VISITORS = ("galih", "yosefina", "nadira", "komang", "meilani", "bagas", "farida", "siti")
ENGLISH = ("yosefina", "komang", "farida")
HOUR = 3600
LINK = re.compile(r"content:\{[^}]+\}")
ADDRESS = re.compile(r"https?://\S+")
SUPPLEMENT = """\
schema: suluh/regulation-supplement/1
supplement_of: contoh
parent_version: 1
code: contoh-kw03
version: {number}
unit: KW03
title: {{id: Tambahan kantor wilayah, en: Supplement of the regional office}}
effective_from: {since}
adds:
  - rule: news_sub_office
    after: head_of_unit
    step:
      key: parent
      post: head_of_unit
      at: {{ancestor: regional_office}}
      hours: 4
      clause: Keputusan 3 angka 1
      text: {{id: Kepala kantor wilayah membaca, en: The head of the regional office reads}}
      when_nobody: refuse
"""

People = dict[str, dict[str, str]]


def live(read: Config, password: str) -> tuple[People, list[str]]:
    """Let fourteen months pass; returns who is signed in, and the links people were sent."""
    one_hash = make_password(password)  # forty people, and a hash is meant to be slow
    ScryptPasswordHasher.encode = lambda *_any, **_more: one_hash
    told = clock.FixedClock(clock.now())
    its = loop.Loop(slots=0, told=told)
    every = {story.key: story for story in reading.stories()}
    files = tuple({"en": one["id"], **one} for one in every[FILES_OF].files)
    stories = tuple(_alone(one, files) for key, one in every.items() if key in TEXTS)
    share = build.Share(stories, tuple(reading.activities()), readers=False)
    build.found_house(read.home, password=password, now=told.now())
    build.tell_months(read.home, share, clock=told, settle=its.settle)
    emails = house.people().emails
    people = {key: _person(emails[key], "en" if key in ENGLISH else "id") for key in VISITORS}
    people |= _left_open(read.office_url, people, password)
    thread = _thread(read.office_url)
    told.at = clock.now()
    its.settle()
    return people, [thread, *_links(read), *_letters(read.home / "surat-keluar")]


def _alone(story: reading.StoryData, files: tuple[dict[str, str], ...]) -> reading.StoryData:
    """Return a text whose links name texts of this house only: the menu names many."""
    texts = {
        locale: replace(text, body=_links_of(text.body)) for locale, text in story.texts.items()
    }
    if story.key in WITH_FILES:
        return replace(story, texts=texts, files=files)
    return replace(story, texts=texts)


def _links_of(body: str) -> str:
    known = {f"content:{{{key}}}" for key in TEXTS}
    return "\n".join(
        line for line in body.split("\n") if not (found := LINK.search(line)) or found[0] in known
    )


def _person(email: str, locale: str) -> dict[str, str]:
    """Sign somebody in with both factors, for as long as a test runs."""
    user = User.objects.get(email=email)
    User.objects.filter(id=user.id).update(locale=locale)
    client = Client()
    client.force_login(user)
    session, at = client.session, clock.now().timestamp()
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": at, "type": "totp"},
        {"method": "password", "at": at + HOUR, "email": email, "reauthenticated": True},
    ]
    session.save()
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if kept:
        RecoveryCodes.activate(user)
    secret = decrypt(kept.data["secret"]) if kept else ""
    return {"email": email, "session": str(session.session_key), "secret": secret}


def _left_open(office: str, people: People, password: str) -> People:
    """Begin what people leave half done: a log-in, a new password, a calendar, a question."""
    now, host = clock.now(), {"host": urlsplit(office).netloc}
    newest = Effect.objects.order_by("-id").values_list("id")[:2]
    Effect.objects.filter(id__in=[one for (one,) in newest]).update(state="held")
    nobody, half, officer = (Client(headers=host) for _one in range(3))
    nobody.post("/akun/password/reset/", {"email": people["nadira"]["email"]})
    half.post("/akun/login/", {"login": people["komang"]["email"], "password": password})
    officer.cookies["sessionid"] = people["galih"]["session"]
    officer.post("/lembaga/kalender/", {"unit_code": "KP", "year": now.year + 1})
    _supplements(now)
    receive_message(Sent("id", "Warga", "warga@luar.example", "Berapa tarif uji air?"), now=now)
    content_id, locale = texts()[0]
    ledger.ask_erasure(
        actor=house.people().actor("yosefina", now),
        draft=ErasureDraft(content_id, locale, "Permintaan warga.", "Pasal 20"),
        now=now,
    )
    with transaction.atomic():
        delivery.subscribe(address="warga@luar.example", locale="id", consent_text="Ya", now=now)
    return {
        "half": {"email": "", "session": str(half.session.session_key), "secret": ""},
        "nobody": {"email": "", "session": str(nobody.session.session_key), "secret": ""},
    }


def _thread(office: str) -> str:
    """Begin a thread of comments; returns its address."""
    now = clock.now()
    comment = write_comment(
        actor=house.people().actor("nadira", now),
        content_id=texts()[0][0],
        remark=Remark("Apakah angkanya sudah dicocokkan?"),
        now=now,
    )
    return f"{office}/naskah/{comment.content_id}/komentar/{comment.id}/"


def _supplements(now: datetime) -> None:
    """One supplement of a unit holds, a newer one waits."""
    officer = house.people().actor("galih", now)
    for number in (1, 2):
        text = SUPPLEMENT.format(number=number, since=now.date()).encode()
        row = regulation.load_supplement(actor=officer, text=text, now=now)
        if number == 1:
            regulation.bring_supplement_into_force(actor=officer, supplement_id=row.id, now=now)


def _links(read: Config) -> list[str]:
    """Return the personal links: one for an early reader, one to leave the list of readers."""
    now = clock.now()
    copy = Copy.objects.get(not_before__gt=now, state="cleared")
    secret = editorial.grant_early_reading(
        actor=house.people().actor("yosefina", now),
        copy_id=copy.id,
        reading=EarlyReading("Ningsih Purwanti", "ningsih@luar.example", copy.not_before),
        now=now,
    )
    leave = tokens.make(tokens.LEAVE, str(Subscriber.objects.get().id))
    return [f"{read.public_url}/t/awal/{secret}/", read.public_url + leave_path("id", leave)]


def _letters(folder: Path) -> list[str]:
    """Return every address in the letters that have left the house."""
    found: list[str] = []
    for path in sorted(folder.glob("*.eml")):
        letter = message_from_bytes(path.read_bytes(), policy=policy.default)
        body = letter.get_body(("plain",))
        found += ADDRESS.findall(body.get_content() if body else "")
    return found

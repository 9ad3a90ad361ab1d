"""What `suluh init` asks, and what it does with wrong answers."""

import argparse

import pytest

from suluh.foundation.org import queries
from suluh.kernel.refusals import Refused
from suluh.project.house import init

pytestmark = pytest.mark.django_db
GOOD = {
    "name_id": "Badan Contoh", "short_name": "BC", "zone": "Asia/Makassar", "unit_code": "PUSAT",
    "admin_name": "Dra. Ni'matul Ja'far, M.Si.", "admin_email": "admin@bc.example",
}  # fmt: skip


def written(tmp_path, **changed):
    path = tmp_path / "answers.yaml"
    lines = (f'{key}: "{value}"\n' for key, value in {**GOOD, **changed}.items())
    path.write_text("".join(lines))
    return argparse.Namespace(file=str(path))


@pytest.fixture(autouse=True)
def _no_migration(monkeypatch):
    """The test's database is migrated already."""
    monkeypatch.setattr(init.start, "migrate", lambda: 0)


def test_a_house_from_a_file(tmp_path):
    assert init.command(written(tmp_path)) == 0

    person = queries.find_person("admin@bc.example")
    assert (person.name, queries.top_unit()) == ("Dra. Ni'matul Ja'far, M.Si.", "PUSAT")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"zone": "Asia/Nowhere"}, "zone: There is no time zone"),
        ({"admin_email": "bukan"}, "admin_email: “bukan” is no e-mail address"),
        ({"unit_code": "pusat"}, "unit_code: “pusat” is no unit code"),
        ({"unit_kind": "Kantor Pusat"}, "unit_kind: “Kantor Pusat” is no word"),
        ({"languages": "id,jv"}, "languages: the languages are id and en"),
        ({"short_name": ""}, "“short_name” is missing"),
        ({"admin_password": "pendek"}, "admin_password: "),
    ],
)
def test_a_wrong_answer_is_told_before_anything_is_made(tmp_path, changed, told):
    with pytest.raises(Refused) as refused:
        init.command(written(tmp_path, **changed))

    assert told in str(refused.value)
    assert not queries.has_institution()


def test_a_wrong_answer_is_asked_again(monkeypatch, capsys):
    answers = iter(
        [
            "",
            "Lembaga Tanya",
            "",
            "LT",
            "Asia/X",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "Admin",
            "a@lt.example",
        ]
    )
    monkeypatch.setattr("builtins.input", lambda _shown: next(answers))
    monkeypatch.setattr(init.getpass, "getpass", lambda _shown: "")

    assert init.command(argparse.Namespace(file=None)) == 0

    said = capsys.readouterr().out
    assert "An answer is needed." in said
    assert "There is no time zone “Asia/X”" in said
    assert queries.get_institution().zone == "Asia/Jakarta"


def test_nobody_to_answer_is_a_sentence(monkeypatch):
    def nobody(_shown):
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)

    with pytest.raises(Refused, match="Nobody answers"):
        init.command(argparse.Namespace(file=None))


def test_what_stands_in_the_environment_is_told_as_lines_to_set(tmp_path, capsys):
    assert init.command(written(tmp_path)) == 0
    told = capsys.readouterr().out

    some = init.lines_to_set({"SULUH_PUBLIC_URL": "https://a.example", "SULUH_SMTP_URL_FILE": "/x"})
    everything = init.lines_to_set(dict(init.ELSEWHERE))

    assert all(f"    {name}=" in told for name, _value in init.ELSEWHERE)
    assert ("SULUH_PUBLIC_URL" in some, "SULUH_SMTP_URL" in some) == (False, False)
    assert "    SULUH_OFFICE_URL=https://kantor.lembaga.example\n" in some
    assert everything == ""

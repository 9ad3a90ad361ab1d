import subprocess
import sys
from pathlib import Path

from suluh.newsroom.regulation.commands import Surroundings, check, explain, explain_lines
from suluh.newsroom.regulation.rules.cases import Case
from suluh.newsroom.regulation.tests.makers import UNITS, example_text, house, regulation
from suluh.newsroom.regulation.tests.test_supplements import OWN
from suluh.newsroom.regulation.tests.test_supplements import TEXT as SUPPLEMENT

CHANNEL = "channels:\n  koran: {id: Koran, en: Newspaper}\n"


def test_a_sound_file_has_nothing_to_say(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(example_text())

    assert check(file).sound
    assert check(file, Surroundings(house())).sound


def test_a_reason_stands_behind_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(example_text().replace("post: web_editor\n", "post: webmaster\n", 1))
    line = example_text().split("- key: web_editor")[0].count("\n") + 1

    assert check(file).problems[0].startswith(f"{file}:{line}: The post kind 'webmaster'")


def test_impossible_chains_are_listed_with_the_line_of_their_step(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(example_text())

    found = check(file, Surroundings(house(vacant=("HUMAS.kepala",))))

    assert not found.sound
    assert "impossible chain, BIRO-HUMAS × press_release × ordinary × id" in found.impossible[0]


def for_channels(words: str) -> str:
    old = "match: {kinds: [page, menu, setting]}"
    rule = example_text().split("  - key: site\n")[1].split("  - key: press_release_sensitive\n")[0]
    narrow = rule.replace(old, f"match: {{kinds: [page], channels: [{words}]}}", 1)
    text = example_text().replace("  - key: site\n", f"  - key: paged\n{narrow}  - key: site\n", 1)
    assert words in text
    return text


def test_a_rule_for_a_channel_there_is_not_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    changed = for_channels("website, koran").replace("channels:\n", CHANNEL, 1)
    file.write_text(changed)
    line = changed.split("  - key: paged")[0].count("\n") + 1

    (told,) = check(file).problems

    assert told.startswith(f"{file}:{line}: The rule 'paged' is for the channel 'koran'")
    assert told.endswith("website, feed, mail, webhook.")


def test_a_chain_that_is_impossible_through_a_channel_is_listed(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    text = for_channels("webhook").replace("when_nobody: {post: editor}", "when_nobody: refuse", 1)
    file.write_text(text)
    paged, site = (text.split(f"  - key: {key}\n")[0].count("\n") for key in ("paged", "site"))

    found = check(file, Surroundings(house(vacant=("HUMAS.situs",)))).impossible

    through = [one for one in found if "× page × ordinary × id × webhook: " in one]
    assert [paged < int(one.split(":")[1]) <= site for one in through] == [True] * len(UNITS)


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    assert check(tmp_path / "none.yaml").problems == (
        f"{tmp_path / 'none.yaml'}:1: No such file or directory",
    )


def test_explain_reads_as_lines() -> None:
    found = explain(regulation(), house(), Case("KP", "news", "ordinary", ("id", "en")))

    assert explain_lines(found, "en") == [
        "contoh 1 · News and announcements of the centre · Pasal 11 ayat (5)",
        "1. Editor (BIRO-HUMAS) · Nadira, Naufal · 4 h · id+en · Pasal 11 ayat (3)",
        "1. Translator (BIRO-HUMAS) · Tiara · 8 h · en · Pasal 15 ayat (3)",
        "2. Head of PR (BIRO-HUMAS) · Yosefina · 2 h · id+en · Pasal 12 ayat (2)",
    ]


def test_checking_needs_no_django() -> None:
    code = "import sys, suluh.newsroom.regulation.commands; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_supplement_is_tried_on_its_parent_and_the_house(tmp_path: Path) -> None:
    file = tmp_path / "utara.yaml"
    around = Surroundings(house(), (), lambda _code, _version: regulation())
    file.write_text(SUPPLEMENT)
    beyond = check(file, around)
    file.write_text(OWN)

    assert check(file).sound
    assert check(file, around).sound
    assert "asks 'legal_officer' of KP, another unit" in beyond.problems[0]
    vacant = Surroundings(house(vacant=("UTARA.kepala",)), (), around.parent)
    assert "impossible chain, CABANG-TELUK" in check(file, vacant).impossible[0]


def test_the_command_needs_no_house(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(example_text())
    home = tmp_path / "nothing-here"
    told = {"PATH": "", "SULUH_HOME": str(home), "PYTHONPATH": ":".join(sys.path)}
    command = [sys.executable, "-m", "suluh.project.launcher", "regulation", "check", str(file)]

    done = subprocess.run(command, env=told, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, f"{file}: sound (the file alone)\n")
    assert not home.exists()


def test_a_house_that_cannot_be_asked_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(example_text())
    (tmp_path / "suluh.sqlite3").touch()
    told = {"PATH": "", "SULUH_HOME": str(tmp_path), "PYTHONPATH": ":".join(sys.path)}
    command = [sys.executable, "-m", "suluh.project.launcher", "regulation", "check", str(file)]

    done = subprocess.run(command, env=told, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("suluh: The house cannot be asked (no such table")

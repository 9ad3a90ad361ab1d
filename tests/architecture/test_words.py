"""Every value that people read has a label, and every label is there in Indonesian."""

import importlib
import inspect
from collections.abc import Mapping
from enum import Enum

from django.apps import apps

from tests.architecture.tree import SOURCE, TOP, graph, rooms
from tools.compile_catalogues import entries

GLOSSARY = TOP / "docs/glossary.md"
# Enums whose members nobody reads: they stand in rows, records, files and code. Each with why.
NOT_SHOWN = {
    "foundation.accounts.rules.Action": "what code asks of the decision function",
    "foundation.outbox.rules.effects.ChannelClass": "chosen by an adapter, never by a person",
    "foundation.outbox.rules.effects.Decision": "labelled where the buttons are: delivery.views",
    "foundation.outbox.rules.effects.Priority": "the order of a lane",
    "foundation.outbox.rules.effects.Verb": "the log of an effect shows the states",
    "foundation.outbox.rules.outcomes.Answer": "an adapter's answer; its state is shown",
    "newsroom.editorial.reading.story.Ask": "codes of the import's JSON; sentences in editorial",
    "newsroom.editorial.reading.story.Form": "codes of the import's JSON; sentences in editorial",
    "newsroom.editorial.reading.story.Why": "codes of the import's JSON, described in import.md",
    "newsroom.editorial.rules.states.Verb": "buttons have sentences of their own",
    "newsroom.planning.rules.activities.Verb": "labelled where the log is: planning.views",
    "newsroom.regulation.rules.progress.StepStatus": "said in whole sentences in the chain",
    "newsroom.regulation.rules.regulation.PlaceKind": "a word of the regulation file",
    "newsroom.regulation.rules.regulation.Position": "a word of the supplement file",
    "newsroom.regulation.rules.versions.VersionVerb": "buttons have sentences of their own",
    "publishing.delivery.rules.subscribers.Verb": "said in whole sentences",
    "publishing.ledger.rules.head.Shown": "what a verifier computes",
    "publishing.ledger.rules.jws.Typ": "a name inside a signature",
    "publishing.ledger.rules.keys.Purpose": "a word of the key officer's command",
    "publishing.ledger.rules.record.Action": "labelled as the Copy's purpose",
    "publishing.ledger.rules.record.Via": "shown as the legal abbreviations Plt and Plh",
    "publishing.website.rules.keys.Kind": "kinds of pages to bake",
    "publishing.website.rules.messages.Verb": "buttons have sentences of their own",
}


def rules_modules():
    for module in sorted(graph().modules):
        words = module.split(".")
        if "tests" not in words and ({"rules", "reading"} & set(words)):
            yield importlib.import_module(module)


def enums():
    return {
        f"{one.__module__.removeprefix('suluh.')}.{one.__name__}": one
        for module in rules_modules()
        for _name, one in inspect.getmembers(module, inspect.isclass)
        if issubclass(one, Enum) and one.__module__ == module.__name__
    }


def labels():
    """Enum → {member value: English label}, from `*_LABELS` and from `*_choices()`."""
    found = {}
    for module in rules_modules():
        for name, value in vars(module).items():
            if name.endswith("_LABELS") and isinstance(value, Mapping):
                members = [key for key in value if isinstance(key, Enum)]
                if members:
                    found.setdefault(type(members[0]), {}).update(
                        {key.value: label for key, label in value.items()}
                    )
            elif name.endswith("_choices") and not inspect.signature(value).parameters:
                _add_choices(found, module, value())
    return found


def _add_choices(found, module, pairs):
    values = {value for value, _label in pairs}
    for _name, one in inspect.getmembers(module, inspect.isclass):
        if issubclass(one, Enum) and values == {member.value for member in one}:
            found.setdefault(one, {}).update(dict(pairs))


def indonesian():
    found = {}
    for catalogue in SOURCE.rglob("locale/id/LC_MESSAGES/django.po"):
        found.update(entries(catalogue.read_text("utf-8")))
    return found


def test_every_value_that_is_shown_has_a_label():
    shown = {name: one for name, one in enums().items() if name not in NOT_SHOWN}
    known = labels()

    dumb = {
        f"{name}.{member.name}"
        for name, one in shown.items()
        for member in one
        if member.value not in known.get(one, {})
    }

    assert dumb == set()


def test_no_exception_is_left_over():
    assert set(NOT_SHOWN) - set(enums()) == set()


def test_every_label_is_there_in_indonesian():
    words = indonesian()

    missing = {
        f"{one.__module__}.{one.__name__}.{value}: {label}"
        for one, pairs in labels().items()
        for value, label in pairs.items()
        if not words.get(str(label))
    }

    assert missing == set()


def glossary_words():
    rows = [line.split("|") for line in GLOSSARY.read_text("utf-8").splitlines()]
    return {row[1].strip().strip("`"): row for row in rows if len(row) == 5}


def test_the_glossary_has_a_row_for_every_room():
    assert {room.partition(".")[2] for room in rooms()} - set(glossary_words()) == set()


def test_the_glossary_has_a_row_for_every_model():
    nouns = {model.__name__ for model in apps.get_models() if model.__module__.startswith("suluh.")}

    assert nouns - set(glossary_words()) == set()


def test_every_glossary_row_is_whole():
    thin = [word for word, row in glossary_words().items() if not all(c.strip() for c in row[1:4])]

    assert thin == []

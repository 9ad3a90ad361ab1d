"""Keys between tables go down the ladder only, and cannot be followed up again."""

import pytest
from django.apps import apps
from django.core.checks import run_checks

from tests.architecture.tree import rooms

# Lower first; rooms on one step do not know each other.
LADDER = (
    {"org"},
    {"accounts"},
    {"audit", "outbox"},
    {"notify"},
    {"regulation"},
    {"assets"},
    {"planning"},
    {"editorial"},
    {"ledger"},
    {"delivery"},
    {"website"},
)
WORKSPACE = "workspace"  # a wing without rooms, above them all
STEP = {room: step for step, names in enumerate((*LADDER, {WORKSPACE})) for room in names}


def keys():
    """Every key from a table of ours to another room's or another package's."""
    for model in apps.get_models(include_auto_created=True):
        if not model.__module__.startswith("suluh."):
            continue
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete:
                yield model, field


def test_the_ladder_knows_every_room():
    assert set(STEP) == {room.partition(".")[2] for room in rooms()} | {WORKSPACE}


def test_keys_point_downwards():
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model, field in keys()
        if field.related_model._meta.app_label in STEP
        and field.related_model._meta.app_label != model._meta.app_label
        and STEP[field.related_model._meta.app_label] >= STEP[model._meta.app_label]
    ]

    assert wrong == []


def test_a_room_below_cannot_follow_a_key_upwards():
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model, field in keys()
        if field.related_model._meta.app_label in STEP
        and field.related_model._meta.app_label != model._meta.app_label
        and not field.remote_field.hidden
    ]

    assert wrong == []


def test_foreign_tables_are_known_to_accounts_only():
    foreign = {
        f"{model._meta.label}.{field.name}"
        for model, field in keys()
        if field.related_model._meta.app_label not in STEP
    }

    assert {name.partition(".")[0] for name in foreign} <= {"accounts"}


@pytest.mark.django_db
def test_every_address_has_a_declared_policy():
    assert [message for message in run_checks() if message.id == "suluh.E001"] == []

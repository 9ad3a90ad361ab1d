"""A room has a door: operations, queries, events and rules. Everything else is its own affair."""

from tests.architecture.tree import WINGS, graph, room_of

DOORS = {"operations", "queries", "events", "rules"}
# Doors of single rooms, open to everybody above them.
PARTICULAR = {
    # The only way to give a page an address, and the request whose sender is known.
    "suluh.foundation.accounts.routes",
}
# Single imports past a door, each with its reason.
PAST_THE_DOOR = {
    # `delivery` binds the effect machine's carrier to Editions, and asks before it stores an
    # address whether we may call it at all.
    ("suluh.publishing.delivery.gateways.webhook", "suluh.foundation.outbox.gateways.http"),
    ("suluh.publishing.delivery.operations.channels", "suluh.foundation.outbox.gateways.http"),
    # Beside each page lies the file with which anybody checks it; the public half of the keys goes
    # into it.
    ("suluh.publishing.website.operations.baking", "suluh.publishing.ledger.exports"),
    ("suluh.publishing.website.operations.baking", "suluh.publishing.ledger.keyfolder"),
    # A page of the site shows the same public half.
    ("suluh.publishing.website.keyring", "suluh.publishing.ledger.keyfolder"),
    # The doctor looks at what stands outside the tables: key files and the mail server.
    ("suluh.workspace.house.doctor.books", "suluh.publishing.ledger.keyfolder"),
    # The page of official keys shows the public half of the same files.
    ("suluh.workspace.house.views", "suluh.publishing.ledger.keyfolder"),
    ("suluh.workspace.house.doctor.machine", "suluh.foundation.outbox.gateways.smtp"),
}
# `project` is where everything is joined; what it joins beside the doors, and nothing more.
JOINED_BY_PROJECT = {
    "suluh.foundation.outbox.gateways.smtp",
    "suluh.foundation.outbox.tasks",
    "suluh.foundation.outbox.wake",
    "suluh.newsroom.assets.handlers",
    "suluh.newsroom.editorial.commands",
    "suluh.newsroom.planning.handlers",
    "suluh.newsroom.regulation.commands",
    "suluh.publishing.delivery.gateways.bounces",
    "suluh.publishing.delivery.gateways.mailing",
    "suluh.publishing.delivery.gateways.webhook",
    "suluh.publishing.delivery.gateways.website",
    "suluh.publishing.delivery.handlers",
    "suluh.publishing.ledger.commands",
    "suluh.publishing.ledger.exports",
    "suluh.publishing.ledger.handlers",
    "suluh.publishing.ledger.keyfolder",
    "suluh.publishing.ledger.signing",
    "suluh.publishing.ledger.verification",
    "suluh.publishing.website.commands",
}
GATEWAYS_ARE_CHOSEN_IN = "suluh.project.gateways"


def crossings():
    """Every import from outside a room of the wings into it, tests left out."""
    for importer in sorted(graph().modules):
        if "tests" in importer.split("."):
            continue
        for imported in sorted(graph().find_modules_directly_imported_by(importer)):
            into = room_of(imported)
            if into.split(".")[0] in WINGS and into != room_of(importer):
                yield importer, imported


def is_door(importer, imported):
    words = imported.split(".")
    if len(words) > 3 and words[3] in DOORS:
        return True
    if imported in PARTICULAR or (importer, imported) in PAST_THE_DOOR:
        return True
    return room_of(importer) == "project" and imported in JOINED_BY_PROJECT


def test_rooms_are_entered_by_their_doors():
    wrong = [f"{a} -> {b}" for a, b in crossings() if not is_door(a, b)]

    assert wrong == []


def test_gateways_are_chosen_in_one_file():
    wrong = [
        f"{importer} -> {imported}"
        for importer, imported in crossings()
        if ".gateways." in imported
        and importer != GATEWAYS_ARE_CHOSEN_IN
        and (importer, imported) not in PAST_THE_DOOR
    ]

    assert wrong == []


def test_no_exception_is_left_over():
    used = {imported for importer, imported in crossings() if room_of(importer) == "project"}

    assert JOINED_BY_PROJECT - used == set()
    assert PAST_THE_DOOR - set(crossings()) == set()


def test_nothing_of_ours_imports_tests():
    wrong = [
        f"{importer} -> {imported}"
        for importer in graph().modules
        if "tests" not in importer.split(".")
        for imported in graph().find_modules_directly_imported_by(importer)
        if "tests" in imported.split(".")
    ]

    assert wrong == []

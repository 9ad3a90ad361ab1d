"""One house for all journeys."""

from collections.abc import Iterator

import pytest

from tests.journeys import house as houses


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[houses.House]:
    """A small house with everything in it, running."""
    with houses.running(tmp_path_factory.mktemp("house")) as one:
        yield one

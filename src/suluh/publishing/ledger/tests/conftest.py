"""A house with the example regulation, and the key it signs with."""

import pytest

from suluh.foundation.org.tests.makers import make_house
from suluh.newsroom.editorial.tests.makers import load_example
from suluh.publishing.ledger import commands
from suluh.publishing.ledger.keyfolder import KeyFolder
from suluh.publishing.ledger.signing import Signer


@pytest.fixture
def cast():
    cast = make_house()
    load_example(cast)
    return cast


@pytest.fixture
def signer(tmp_path, cast):
    root = commands.RootFile(tmp_path / "root.pem")
    commands.init(KeyFolder(tmp_path / "keys"), root, institution="LC", now=cast.now)
    return Signer.open(tmp_path / "keys")

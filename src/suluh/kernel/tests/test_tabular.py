import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suluh.kernel.tabular import safe_cell, to_csv


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+62 812", "-3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1", "|calc", "%1"],
)
def test_what_could_be_a_formula_is_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_plain_values_stay_what_they_are() -> None:
    cells = [
        safe_cell(value) for value in (None, "", -3, 1.5, True, "Dermaga; Ranti", date(2026, 1, 2))
    ]

    assert cells == ["", "", "-3", "1.5", "True", "Dermaga; Ranti", "2026-01-02"]
    assert safe_cell(datetime(2026, 1, 2, 3, tzinfo=UTC)) == "2026-01-02T03:00:00+00:00"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_every_cell_comes_back_and_none_is_a_formula(rows: list[list[str]]) -> None:
    data = to_csv(["a", "b"], rows).decode("utf-8-sig")

    back = list(csv.reader(io.StringIO(data, newline="")))[1:]
    assert [[safe_cell(cell) for cell in row] for row in rows] == back
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for row in back for cell in row)

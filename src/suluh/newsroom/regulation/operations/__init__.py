"""What can be done with the regulation; every verb is one function and one transaction."""

from suluh.newsroom.regulation.operations.registers import (
    next_register_number,
    note_register_number,
)
from suluh.newsroom.regulation.operations.supplements import (
    bring_supplement_into_force,
    confirm_supplement_reading,
    end_supplement,
    load_supplement,
)
from suluh.newsroom.regulation.operations.versions import (
    bring_into_force,
    confirm_reading,
    load_regulation,
)

__all__ = [
    "bring_into_force",
    "bring_supplement_into_force",
    "confirm_reading",
    "confirm_supplement_reading",
    "end_supplement",
    "load_regulation",
    "load_supplement",
    "next_register_number",
    "note_register_number",
]

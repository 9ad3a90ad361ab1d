from suluh.kernel.bilingual import Bilingual
from suluh.kernel.house import Holder, House, HousePost, HouseUnit, Substitute

NAME = Bilingual("Nama")
CENTRE = HouseUnit("KP", "centre", "", "/KP/", NAME)
OFFICE = HouseUnit("KR", "regional", "KP", "/KP/KR/", NAME)
DESK = HouseUnit("SUB", "sub", "KR", "/KP/KR/SUB/", NAME)
HEAD = HousePost("KR-HEAD", "head_of_unit", "KR", NAME)
PRESS = HousePost("KR-A-PRESS", "head_of_pr", "KR", NAME)


def house(**changes):
    return House(units=(DESK, CENTRE, OFFICE), posts=(HEAD, PRESS), **changes)


def test_units_and_posts_are_found_by_code():
    assert house().unit_by_code["KR"] is OFFICE
    assert house().post_by_code["KR-HEAD"] is HEAD
    assert house().posts_by_unit == {"KR": (PRESS, HEAD)}


def test_a_lineage_goes_up_to_the_top_nearest_first():
    assert house().lineage("SUB") == (DESK, OFFICE, CENTRE)
    assert house().lineage("nobody") == ()


def test_units_that_stand_above_each_other_do_not_turn_for_ever():
    one = HouseUnit("A", "x", "B", "/A/", NAME)
    two = HouseUnit("B", "x", "A", "/B/", NAME)

    assert House(units=(one, two)).lineage("A") == (one, two)


def test_holders_are_grouped_by_post_and_sorted_by_name():
    sari, bima = Holder("KR-HEAD", "p2", "Sari"), Holder("KR-HEAD", "p1", "Bima")

    assert house(holders=(sari, bima)).holders_by_post == {"KR-HEAD": (bima, sari)}


def test_a_substitute_is_bound_to_those_whose_place_is_taken_and_they_to_him():
    away = Holder("KR-HEAD", "p1", "Bima")
    stands_in = Substitute("KR-HEAD", "p2", "Sari", "plh", for_person="p3")
    found = house(holders=(away,), substitutes=(stands_in,))

    assert found.bound_to("p2") == {"p1", "p3"}
    assert found.bound_to("p1") == {"p2"}
    assert found.bound_to("p3") == {"p2"}
    assert found.bound_to("p4") == frozenset()


def test_who_fills_a_vacant_post_is_bound_to_nobody():
    vacant = Substitute("KR-HEAD", "p2", "Sari", "plt")

    assert house(substitutes=(vacant,)).bound_to("p2") == frozenset()

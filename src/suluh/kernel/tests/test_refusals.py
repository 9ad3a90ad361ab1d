import pytest

from suluh.kernel.bilingual import Bilingual, gettext_noop
from suluh.kernel.refusals import Refused, Stale


def test_a_refusal_is_its_sentence_with_the_names_filled_in():
    refused = Refused("late", "It was due on %(day)s, 100%% sure.", day="Monday")

    assert str(refused) == "It was due on Monday, 100% sure."
    assert (refused.code, refused.params) == ("late", {"day": "Monday"})
    assert refused.reason == "It was due on %(day)s, 100%% sure."


def test_a_sentence_without_names_is_left_as_it_is():
    assert str(Refused("full", "The hall is 100% full.")) == "The hall is 100% full."


def test_a_parameter_may_have_any_name():
    assert str(Refused("x", "%(code)s %(reason)s", code=1, reason=2)) == "1 2"


def test_stale_is_a_refusal_with_its_code():
    with pytest.raises(Refused) as refused:
        raise Stale("%(name)s was faster.", name="Sari")

    assert (refused.value.code, str(refused.value)) == ("stale", "Sari was faster.")


@pytest.mark.parametrize(
    ("locale", "text"), [("id", "Berita"), ("en", "News"), ("en-gb", "News"), ("jv", "Berita")]
)
def test_a_bilingual_text_answers_in_the_language_asked(locale, text):
    assert Bilingual("Berita", "News").in_(locale) == text


def test_a_missing_english_text_falls_back_to_indonesian():
    assert Bilingual("Berita").in_("en") == "Berita"


def test_marking_a_sentence_changes_nothing():
    assert gettext_noop("Save") == "Save"

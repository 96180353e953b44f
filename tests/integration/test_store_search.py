"""Search finds entries by their words as they stand now, and nobody else's."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_tools import settings_in, write
from strategies import any_texts

from ladder_widgets.portfolio.model import Answer, CapabilityLink, Content, Save, new_entry_id
from ladder_widgets.portfolio.store import open_store

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def store(tmp_path_factory, database):
    """A store that the tests of this module share."""
    with open_store(settings_in(tmp_path_factory.mktemp("search"))) as opened:
        yield opened


def save(store, content):
    """Save a content as a new entry; answers with its id."""
    entry_id = new_entry_id()
    store.save(Save(entry_id=entry_id, base=0, writer="w", seq=1, content=content))
    return entry_id


def test_every_part_of_an_entry_is_searched(store):
    """Title, tags, answers and reasons; all words of the query must be there."""
    entry_id = save(
        store,
        Content(
            title="Vasculitis teaching",
            answers=(Answer(prompt="what", text="We rehearsed the huddle."),),
            capabilities=(CapabilityLink(code="CiP 4", because="Negotiated politely"),),
            tags=("crepuscular",),
        ),
    )

    for query in ("vasculitis", "rehears", "CREPUSCULAR", "negotiated huddle", "cip vascul"):
        assert store.search(query) == {entry_id}, query
    assert store.search("vasculitis nonexistent") == frozenset()


def test_accents_and_case_do_not_matter(store):
    """A name is found however it was typed."""
    entry_id = save(store, Content(title="Cafédébâcle"))

    assert store.search("CAFEDEBACLE") == store.search("cafédéb") == {entry_id}


def test_words_that_were_replaced_are_no_longer_found(store):
    """The index follows each save, deletion and return."""
    saved = write(store, "obfuscated")
    write(store, "clarified", entry_id=saved.entry_id, seq=2)

    assert store.search("obfuscated") == frozenset()
    assert store.search("clarified") == {saved.entry_id}
    store.delete(saved.entry_id)
    assert store.search("clarified") == frozenset()
    store.undelete(saved.entry_id)
    assert store.search("clarified") == {saved.entry_id}


def test_nobody_finds_the_words_of_another(tmp_path):
    """Two owners in one file."""
    with open_store(settings_in(tmp_path, user="a")) as mine:
        write(mine, "confidential")
    with open_store(settings_in(tmp_path, user="b")) as theirs:
        assert theirs.search("confidential") == frozenset()


@given(any_texts)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_a_query(store, query):
    """Quotes, operators and brackets of FTS5 are letters like others, or none."""
    assert isinstance(store.search(query), frozenset)


LETTERS = st.characters(categories=["Ll", "Lu", "Nd"], max_codepoint=0x24F)


@given(st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=30), st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_each_word_that_was_written_finds_its_entry(store, words, data):
    """Whatever is in an entry leads to it, whole or begun."""
    entry_id = save(store, Content(answers=(Answer(prompt="what", text=" ".join(words)),)))
    word = data.draw(st.sampled_from(words))
    length = data.draw(st.integers(1, len(word)))

    assert entry_id in store.search(word[:length])

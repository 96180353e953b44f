"""Frameworks of other publishers as drafts: every shape is read by one rule, or refused plainly."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from ladder_widgets.errors import PackError
from ladder_widgets.ladder.exchange import jsonfile
from ladder_widgets.ladder.exchange.draft import MOST_CHARS, TO_WRITE
from ladder_widgets.ladder.exchange.outline import MAX_LEVELS, Warnings
from ladder_widgets.ladder.exchange.reading import read_exchanged
from ladder_widgets.ladder.exchange.texts import one_line
from ladder_widgets.ladder.model import Ladder
from ladder_widgets.ladder.packs import SHIPPED, load_catalogue, read_packs
from ladder_widgets.ladder.packwriter import write_ladder

TODAY = dt.date(2026, 11, 23)
Tree = dict[str, Any]


def case(tree: Tree, **document: Any) -> dict[str, Any]:
    """A small CASE package: an item for each key, hung under the one it stands in."""
    items: list[dict[str, Any]] = []
    associations: list[dict[str, Any]] = []

    def hang(under: str, below: Tree) -> None:
        for number, (title, more) in enumerate(below.items(), start=1):
            name = f"id-{len(items)}"
            items.append({"identifier": name, "fullStatement": title})
            associations.append(child(name, under, number))
            hang(name, more)

    hang("doc", tree)
    head = {"identifier": "doc", "title": "Nursing standards", "creator": "Example body"}
    return {
        "CFDocument": head | document,
        "CFItems": items,
        "CFAssociations": associations,
    }


def child(origin: str, parent: str, number: int | None = None) -> dict[str, Any]:
    """An isChildOf."""
    found: dict[str, Any] = {
        "associationType": "isChildOf",
        "originNodeURI": {"identifier": origin},
        "destinationNodeURI": {"identifier": parent},
    }
    return found | ({} if number is None else {"sequenceNumber": number})


def read(data: Any, folder: Path, told: Warnings | None = None) -> Ladder:
    """The ladder of a file with this data, whatever its name."""
    path = folder / "framework.txt"
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return read_exchanged(path, load_catalogue(), today=TODAY, told=told or Warnings())


def outline(ladder: Ladder) -> list[tuple[str, str, list[list[str]]]]:
    """Strand, theme, and the targets of each step."""
    strands = {strand.id: strand.title for strand in ladder.strands}
    return [
        (strands[t.strand], t.title, [[target.can for target in s.targets] for s in t.steps])
        for t in ladder.themes
    ]


def leaves(*names: str) -> Tree:
    """Items with nothing under them."""
    return {name: {} for name in names}


# --- how levels are read ------------------------------------------------------------------

STEPS = {"First year": leaves("f1", "f2"), "Second year": leaves("s1")}
SHAPES: dict[str, tuple[Tree, list[tuple[str, str, list[list[str]]]]]] = {
    "1": (
        leaves("b", "a"),
        [("Nursing standards", "Nursing standards", [["b", "a"]])],
    ),
    "2": (
        {"Z": leaves("z1", "z2"), "A": leaves("a1")},
        [("Nursing standards", "Z", [["z1", "z2"]]), ("Nursing standards", "A", [["a1"]])],
    ),
    "3": (
        {"S": {"Z": leaves("z1"), "A": leaves("a1")}, "R": {"B": leaves("b1")}},
        [("S", "Z", [["z1"]]), ("S", "A", [["a1"]]), ("R", "B", [["b1"]])],
    ),
    "4 with steps": (
        {"S": {"Z": STEPS, "A": STEPS}},
        [("S", "Z", [["f1", "f2"], ["s1"]]), ("S", "A", [["f1", "f2"], ["s1"]])],
    ),
    "4 without steps": (
        {"S": {"Z": {"x": leaves("1")}, "A": {"y": leaves("2"), "w": leaves("3")}}},
        [("S", "Z: x", [["1"]]), ("S", "A: y", [["2"]]), ("S", "A: w", [["3"]])],
    ),
    "5 with steps": (
        {"S": {"T": {"Z": STEPS, "A": STEPS}}},
        [("S", "T: Z", [["f1", "f2"], ["s1"]]), ("S", "T: A", [["f1", "f2"], ["s1"]])],
    ),
    "uneven": (
        {"S": {"Z": leaves("z1"), "early": {}}, "late": {}},
        [("S", "Z", [["z1"]]), ("S", "S", [["early"]]), ("Nursing standards",) * 2 + ([["late"]],)],
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_framework_of_any_depth_becomes_a_ladder_in_its_order(shape: str, tmp_path: Path) -> None:
    """The table of docs/content.md; what is written as a pack is read so too."""
    tree, wanted = SHAPES[shape]
    ladder = read(case(tree), tmp_path)
    folder = write_ladder(ladder, tmp_path / "packs")

    assert outline(ladder) == wanted
    assert read_packs([folder.parent]).ladders[ladder.id] == ladder


def test_a_draft_joins_the_shipped_packs_and_serves_no_capability(tmp_path: Path) -> None:
    """Its ids are nobody else's, and nothing is claimed that the framework does not say."""
    data = case({"Quality improvement": leaves("Improve.")})
    ladder = read(data, tmp_path)
    write_ladder(ladder, tmp_path / "packs")
    both = read_packs([SHIPPED, tmp_path / "packs"])
    target = ladder.themes[0].steps[0].targets[0]

    assert target.id == "quality-improvement-2.1.a"
    assert (target.can, target.gpc_domains, target.bears_on) == ("Improve.", (), ())
    assert target.patients_gain.startswith(TO_WRITE)
    assert "Example body" in ladder.notice
    assert not both.codes(both.programme("general-practice"))[target.id]


def test_codes_titles_and_education_levels_are_kept(tmp_path: Path) -> None:
    """A code stands before its title; a level says for whom a step is."""
    data = case({"S": {"T": {"Year 1": leaves("x")}}})
    data["CFItems"][2] |= {"educationLevel": ["09", "10"]}
    data["CFItems"][3] |= {"humanCodingScheme": "1.2", "abbreviatedStatement": "Short"}
    ladder = read(data, tmp_path)
    target = ladder.themes[0].steps[0].targets[0]

    assert (target.title, target.can) == ("1.2 Short", "x")
    assert (ladder.steps[0].title, ladder.steps[0].stage) == ("Year 1", "09, 10")


def test_targets_beyond_the_letters_make_further_parts(tmp_path: Path) -> None:
    """Nothing is left out, and it is told."""
    told = Warnings()
    ladder = read(case(leaves(*(f"t{n}" for n in range(60)))), tmp_path, told)

    assert [t.title[-8:] for t in ladder.themes] == ["(part 1)", "(part 2)", "(part 3)"]
    assert [target for *_, [found] in outline(ladder) for target in found] == [
        f"t{n}" for n in range(60)
    ]
    assert told.lines() == ("Themes in parts, of at most 26 targets each: Nursing standards.",)


# --- what is missing or wrong in CASE -----------------------------------------------------


def without(*, numbers: Sequence[int] = (), all_links: bool = False) -> dict[str, Any]:
    """Two themes of two targets, with sequence numbers or associations taken out."""
    data = case({"Z": leaves("z1", "z2"), "A": leaves("a1", "a2")})
    for n in numbers:
        del data["CFAssociations"][n]["sequenceNumber"]
    if all_links:
        data["CFAssociations"] = None
    return data


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (without(), ()),
        (without(numbers=range(6)), ("without a sequenceNumber", "file's order")),
        (without(all_links=True), ("without a parent", "z1", "and 3 more")),
    ],
)
def test_what_is_missing_is_told_and_the_order_of_the_file_taken(
    tmp_path: Path, data: dict[str, Any], told: tuple[str, ...]
) -> None:
    """Once for each kind of thing, with the first few names."""
    warnings = Warnings()
    ladder = read(data, tmp_path, warnings)
    cans = [can for *_, steps in outline(ladder) for targets in steps for can in targets]

    assert [can for can in cans if len(can) > 1] == ["z1", "z2", "a1", "a2"]
    assert len(warnings.lines()) == (1 if told else 0)
    assert all(words in "".join(warnings.lines()) for words in told)


def test_sequence_numbers_win_over_the_file(tmp_path: Path) -> None:
    """Whatever order items and associations stand in."""
    data = case({"Z": leaves("z1", "z2", "z3")})
    data["CFItems"].reverse()
    data["CFAssociations"].reverse()

    assert outline(read(data, tmp_path))[0][2] == [["z1", "z2", "z3"]]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (child("id-1", "id-2"), "Items with several parents, which hang under the first alone: b."),
        (child("gone", "id-0"), "Associations of items that are not in the file"),
        (child("id-3", "gone"), "Parents that are not in the file, whose items come last"),
        (child("id-1", "id-0"), ""),
        (child("id-1", "id-0") | {"associationType": "ext:mine"}, ""),
    ],
)
def test_odd_associations_are_told_and_nothing_is_lost(
    tmp_path: Path, more: dict[str, Any], told: str
) -> None:
    """A second parent, an end that is not there; the same said twice is nothing odd."""
    data = case({"A": leaves("b"), "C": leaves("d")})
    warnings = Warnings()
    data["CFAssociations"].append(more)
    ladder = read(data, tmp_path, warnings)

    assert len(ladder.target_ids()) == 2
    assert "".join(warnings.lines()).startswith(told)
    assert bool(told) == bool(warnings.lines())


def test_items_are_found_by_their_address_where_identifiers_are_left_out(tmp_path: Path) -> None:
    """As some exporters do, and in capital letters as others do."""
    data = case({"A": leaves("b")})
    data["CFItems"][0] |= {"uri": "https://example.org/a"}
    data["CFAssociations"][1]["destinationNodeURI"] = {"uri": "https://EXAMPLE.org/a"}
    data["CFAssociations"][1]["originNodeURI"] = {"identifier": "ID-1"}

    assert outline(read(data, tmp_path)) == [("Nursing standards", "A", [["b"]])]


def chain(length: int) -> dict[str, Any]:
    """One item under another."""
    data = case(leaves(*(f"t{n}" for n in range(length))))
    data["CFAssociations"] = [
        child(f"id-{n}", f"id-{n - 1}" if n else "doc", 1) for n in range(length)
    ]
    return data


def spoilt(place: Sequence[Any], value: Any) -> dict[str, Any]:
    """A sound package with one value replaced."""
    data = case({"A": leaves("b"), "C": leaves("d")})
    inner: Any = data
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return data


CIRCLE = spoilt(["CFAssociations", 0], child("id-0", "id-1", 1))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (CIRCLE, "CFItems, number:1: .*circle of parents.*2 items do"),
        (spoilt(["CFAssociations", 1], child("id-1", "id-1")), "CFItems, number:2: .*circle"),
        (chain(MAX_LEVELS + 1), f"CFItems, number:13: .*level 13.*At most {MAX_LEVELS}"),
        (chain(3000), "level 3000"),
        (spoilt(["CFItems", 1, "identifier"], "id-0"), "number:2: Item 1 has the same identifier"),
        (spoilt(["CFItems", 1, "identifier"], ""), "CFItems, number:2: It has none"),
        (spoilt(["CFItems", 1, "identifier"], 7), "CFItems, number:2: Expected `str`, got `int`"),
        (spoilt(["CFItems", 2, "fullStatement"], " \x00"), "CFItems, number:3: .*says nothing"),
        (spoilt(["CFItems", 2, "fullStatement"], None), "CFItems, number:3: Expected `str`"),
        (spoilt(["CFItems", 0], []), "CFItems, number:1: Expected `object`"),
        (spoilt(["CFItems"], {}), "CFItems:1: Expected `array"),
        (spoilt(["CFItems"], []), "no items"),
        (spoilt(["CFAssociations", 2, "sequenceNumber"], "1"), "CFAssociations, number:3: .*int"),
        (spoilt(["CFAssociations", 0, "originNodeURI"], None), "CFAssociations, number:1"),
        (spoilt(["CFDocument", "title"], " "), "CFDocument:1: It has no title"),
        (spoilt(["CFDocument"], 1), "CFDocument:1: Expected `object`"),
        ({"CFDocuments": []}, "no file of a ladder.*CASE package"),
        ([], "no file of a ladder"),
        (b"", "no file of a ladder"),
        (b"\xff\xfe{", "no file of a ladder"),
        (b'{"CFDocument": \n"\xff"}', "framework.txt:2: .*not UTF-8"),
        (b'{"CFDocument":\n\n nan}', "framework.txt:3: This cannot be read as JSON"),
        (b'{"CFDocument": "\\ud800"}', "cannot be read as JSON"),
        (b'{"framework": ' + b"9" * 5000 + b"}", "Integer value out of range"),
        (b'{"CFDocument": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "nested too deeply"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, data: Any, told: str
) -> None:
    """Never with a traceback, whatever is in the file."""
    with pytest.raises(PackError, match=told):
        read(data, tmp_path)


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size is looked at first."""
    monkeypatch.setattr(jsonfile, "MAX_BYTES", 100)

    with pytest.raises(PackError, match="more than 0 MB"):
        read(case(leaves("x" * 100)), tmp_path)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """Windows programs write one."""
    data = b"\xef\xbb\xbf" + json.dumps(case(leaves("a"))).encode()

    assert read(data, tmp_path).title == "Nursing standards"


def test_a_huge_statement_is_cut_where_one_sees_it(tmp_path: Path) -> None:
    """And told."""
    told = Warnings()
    target = read(case(leaves("word " * 100_000)), tmp_path, told).themes[0].steps[0].targets[0]

    assert len(target.can) <= MOST_CHARS
    assert target.can.endswith("word…")
    assert "Statements cut" in told.lines()[0]


def test_ten_thousand_items_are_read_and_written(tmp_path: Path) -> None:
    """In all their order; the time is looked at by the run's own limit alone."""
    tree = {f"S{n}": {f"T{n}": leaves(*(f"t{n}-{m}" for m in range(98)))} for n in range(100)}
    data = case(tree)
    ladder = read(data, tmp_path)
    folder = write_ladder(ladder, tmp_path / "packs")

    assert len(data["CFItems"]) == 10_000
    assert len(ladder.target_ids()) == 9_800
    assert len(list(folder.glob("themes/*.yaml"))) == len(ladder.themes) == 400


# --- whatever is in a file ------------------------------------------------------------------

names = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30)
trees = st.recursive(
    st.just({}), lambda below: st.dictionaries(names, below, max_size=4), max_leaves=20
)
parsed = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=5), below),
    max_leaves=8,
)


def _titles(tree: Tree) -> Iterator[str]:
    for title, below in tree.items():
        yield title
        yield from _titles(below)


def _leaves(tree: Tree) -> Iterator[str]:
    for title, below in tree.items():
        if below:
            yield from _leaves(below)
        else:
            yield title


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=trees)
@example(tree={"a": {"b": {"c": {"d": {}}, "C": {}}}})
def test_any_tree_becomes_a_sound_pack_with_every_leaf_once(
    tmp_path_factory: pytest.TempPathFactory, tree: Tree
) -> None:
    """Whatever its words are; an item that says nothing is refused elsewhere."""
    folder = tmp_path_factory.mktemp("any")
    assume(tree and all(one_line(title) for title in _titles(tree)))
    ladder = read(case(tree), folder)
    written = write_ladder(ladder, folder)
    found = [can for *_, steps in outline(ladder) for targets in steps for can in targets]

    assert Counter(found) == Counter(one_line(title) for title in _leaves(tree))
    assert read_packs([written.parent]).ladders[ladder.id] == ladder


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=parsed, place=st.sampled_from(["CFDocument", "CFItems", "CFAssociations", "title"]))
def test_any_value_in_any_place_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, value: Any, place: str
) -> None:
    """With the faults of a file, never another error."""
    data = case({"A": leaves("b")})
    (data["CFDocument"] if place == "title" else data)[place] = value
    with suppress(PackError):
        read(data, tmp_path_factory.mktemp("any"))

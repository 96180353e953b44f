"""Content packs: what is read comes back the same, what is wrong is named by file and line."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ladder_widgets.errors import PackError
from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.mapping import serves
from ladder_widgets.ladder.model import Ladder, Programme, ReflectionModel, Theme
from ladder_widgets.ladder.packs import CAPABILITY_COLUMNS, SHIPPED, load_catalogue, read_packs
from ladder_widgets.ladder.platforms import Platform
from ladder_widgets.ladder.yamlfile import YamlDocument

THEME = "minimal/themes/meeting.yaml"
PROGRAMMES = "programmes/all.yaml"
Edit = Callable[[str], str]


def target(target_id: str) -> dict[str, Any]:
    """A target with the least it needs."""
    return {
        "id": target_id,
        "title": "Lead a meeting",
        "can": "Leads a meeting that ends on time.",
        "patients-gain": "Decisions are made.",
        "good-evidence": ["Minutes"],
        "not-enough": "Being there.",
        "tools": ["CBD"],
        "frameworks": ["TEST 5"],
        "gpc-domains": [5],
        "bears-on": ["leadership"],
    }


def activities() -> list[dict[str, Any]]:
    """One activity of each kind."""
    kinds = ("elearning", "course", "workplace")
    plain = [{"id": f"by-{kind}", "kind": kind, "title": "T", "do": "Do it."} for kind in kinds]
    prompt = {"id": "who-spoke", "ask": "Who spoke least?"}
    return [
        *plain,
        {"id": "think", "kind": "reflection", "title": "T", "do": "Do it.", "prompts": [prompt]},
    ]


def files() -> dict[str, Any]:
    """A pack with one of everything, as data by file name."""
    review = {
        "status": "draft",
        "author-role": "author",
        "reviewed-on": None,
        "review-due": dt.date(2027, 11, 1),
        "confidence": "medium",
    }
    return {
        "minimal/ladder.yaml": {
            "id": "minimal",
            "title": "Minimal",
            "version": "2026.1",
            "notice": "For tests.",
            "strands": [{"id": "practice", "title": "Practice", "about": "Doing."}],
            "steps": [{"step": 1, "title": "Step 1", "leads": "a meeting", "stage": "first"}],
        },
        THEME: {
            "id": "meeting",
            "title": "Meetings",
            "strand": "practice",
            "about": "Meetings.",
            "review": review,
            "steps": [
                {
                    "step": 1,
                    "climbs-from": "Nothing.",
                    "targets": [target("meeting.1.a")],
                    "activities": activities(),
                }
            ],
        },
        PROGRAMMES: [
            {
                "id": "testing",
                "name": "Testing",
                "group": "tests",
                "regulator": "GMC",
                "body": "None",
                "curriculum-title": "Tests",
                "curriculum-year": "2026",
                "routes": [
                    {
                        "id": "standard",
                        "title": "Standard",
                        "months": 24,
                        "grades": [{"id": "ST1", "months": 12}, {"id": "ST2", "months": 12}],
                        "stages": [
                            {
                                "id": "all",
                                "title": "All",
                                "grades": ["ST1", "ST2"],
                                "months": 24,
                                "step": 1,
                            }
                        ],
                    }
                ],
                "platforms": [{"id": "paper", "confidence": "high"}],
                "confidence": "high",
                "source": "none",
            }
        ],
        "platforms/paper.yaml": {
            "id": "paper",
            "name": "Paper",
            "used-by": "anyone",
            "confidence": "high",
        },
        "frameworks/test.yaml": {
            "code": "TEST",
            "title": "Generic professional capabilities",
            "publisher": "GMC",
            "year": "2017",
            "items": 9,
            "confidence": "high",
        },
        "reflection-models/free.yaml": {
            "id": "free",
            "title": "Free",
            "suits": "anything",
            "source": "nobody",
            "prompts": [{"id": "text", "ask": "What is on your mind?"}],
        },
    }


def write_pack(folder: Path, data: dict[str, Any]) -> Path:
    """Write a pack's files as YAML and return its folder."""
    for name, value in data.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(value, sort_keys=False), encoding="utf-8")
    return folder


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A pack in which nothing is wrong."""
    return write_pack(tmp_path / "pack", files())


def edit(pack: Path, name: str, change: Edit) -> None:
    """Change the text of one file of a pack, and make sure that it did change."""
    path = pack / name
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert before != after
    path.write_text(after, encoding="utf-8")


def replacing(old: str, new: str) -> Edit:
    """An edit that replaces the first occurrence of a text."""
    return lambda text: text.replace(old, new, 1)


def faults_of(*packs: Path) -> list[str]:
    """What is wrong with these packs, as it is printed."""
    with pytest.raises(PackError) as caught:
        read_packs(packs)
    return [str(fault) for fault in caught.value.faults]


def line_of(pack: Path, name: str, text: str, *, nth: int = 1) -> int:
    """The 1-based line of the nth occurrence of a text in a file of a pack."""
    lines = (pack / name).read_text(encoding="utf-8").split("\n")
    return [n for n, line in enumerate(lines, 1) if text in line][nth - 1]


# --- what is right ----------------------------------------------------------------


def test_shipped_packs_are_right() -> None:
    """Everything shipped is read without a fault, and read once."""
    assert load_catalogue() is load_catalogue()
    assert load_catalogue().ladder.id == "leadership"


def test_extra_pack_adds_to_shipped_ones(pack: Path) -> None:
    """A pack of one's own brings a second ladder, programme and platform."""
    catalogue = read_packs([SHIPPED, pack])

    assert catalogue.ladder.id == "leadership"
    assert catalogue.place("meeting.1.a").theme.title == "Meetings"
    assert catalogue.platform(catalogue.programme("testing").platforms[0].id).name == "Paper"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Paediatrics", "paediatrics"),
        ("surgery paediatric", "paediatric-surgery"),
        ("ENT", "otolaryngology"),
        ("ear nose", "otolaryngology"),
        ("T&O", "trauma-and-orthopaedic-surgery"),
        ("obs and gynae", "obstetrics-and-gynaecology"),
        ("A&E", "emergency-medicine"),
        ("paeds", "paediatrics"),
        ("gp", "general-practice"),
        ("care of the elderly", "geriatric-medicine"),
        ("dft", "dental-foundation"),
    ],
)
def test_a_programme_is_found_by_what_people_call_it(typed: str, first: str) -> None:
    """Words in any order, short forms and old names; whatever is called just so comes first."""
    assert next(p.id for p in load_catalogue().find_programmes(typed)) == first


def test_a_search_looks_at_the_beginnings_of_words() -> None:
    """`ent` is not found in the middle of `dental`."""
    found = {p.id for p in load_catalogue().find_programmes("ent")}

    assert "dental-foundation" not in found


def test_capabilities_served_share_tag_and_domain() -> None:
    """Every capability named beside a target serves it, and none that serves is left out."""
    catalogue = load_catalogue()
    programme = catalogue.programme("general-practice")
    for place in catalogue.places(catalogue.ladder):
        named = {link.capability for link in catalogue.links(programme)[place.target.id]}

        assert named == {c for c in programme.capabilities if serves(place.target, c)}


def test_every_shipped_item_says_how_far_it_has_been_looked_at() -> None:
    """Status, author, review and confidence: of a theme for what is in it, of the rest each."""
    catalogue = load_catalogue()
    ladders = catalogue.ladders.values()
    items = [
        *(theme for ladder in ladders for theme in ladder.themes),
        *(resource for ladder in ladders for resource in ladder.resources),
        *catalogue.models.values(),
    ]

    assert [item.id for item in items if item.review is None] == []
    kinds = Counter(model.kind for model in catalogue.models.values())
    assert kinds == {"model": 15, "template": 3, "goal": 1, "narrative": 1}


def test_every_shipped_theme_climbs_in_full() -> None:
    """Two to four targets on each step, and the leadership ladder has twelve to fifteen themes."""
    ladders = load_catalogue().ladders.values()
    counts = {
        f"{theme.id}.{step.step}": len(step.targets)
        for ladder in ladders
        for theme in ladder.themes
        for step in theme.steps
    }

    assert {name: count for name, count in counts.items() if not 2 <= count <= 4} == {}
    assert 12 <= len(load_catalogue().ladder.themes) <= 15


# --- round trips --------------------------------------------------------------------


def as_yaml(value: object) -> str:
    """A value as a pack would hold it."""
    return yaml.safe_dump(msgspec.to_builtins(value, builtin_types=(dt.date,)), sort_keys=False)


def every_value() -> list[msgspec.Struct]:
    """Each value of the shipped packs that a file or a row holds."""
    catalogue = load_catalogue()
    return [
        *catalogue.ladders.values(),
        *(theme for ladder in catalogue.ladders.values() for theme in ladder.themes),
        *catalogue.programmes.values(),
        *catalogue.platforms.values(),
        *catalogue.models.values(),
    ]


def test_shipped_values_survive_writing_and_reading() -> None:
    """Pack, model, pack, model: the same values."""
    for value in every_value():
        assert value == YamlDocument(as_yaml(value), "again").convert(type(value))


def test_shipped_catalogue_survives_writing_and_reading(tmp_path: Path) -> None:
    """A whole pack written from the catalogue is read as the same catalogue."""
    shipped = load_catalogue()
    again = read_packs([write_catalogue(tmp_path / "again", shipped)])

    assert shipped.ladders == again.ladders
    assert shipped.programmes == again.programmes
    assert shipped.platforms == again.platforms
    assert shipped.models == again.models
    assert shipped.frameworks == again.frameworks
    assert shipped.asks == again.asks


def write_catalogue(folder: Path, catalogue: Catalogue) -> Path:
    """Write a catalogue in the layout of a pack."""
    data: dict[str, Any] = {}
    for ladder in catalogue.ladders.values():
        plain = plain_data(ladder)
        themes = plain.pop("themes")
        data[f"{ladder.id}/resources.yaml"] = plain.pop("resources")
        data[f"{ladder.id}/changes.yaml"] = plain.pop("changes")
        data[f"{ladder.id}/ladder.yaml"] = plain
        # A number before each name keeps the order of the themes within their strand.
        for n, theme in enumerate(themes):
            data[f"{ladder.id}/themes/{n:03d}.yaml"] = theme
    programmes = [plain_data(programme) for programme in catalogue.programmes.values()]
    rows = [(p["id"], row) for p in programmes for row in p.pop("capabilities")]
    data[PROGRAMMES] = programmes
    data |= {f"platforms/{p.id}.yaml": plain_data(p) for p in catalogue.platforms.values()}
    data |= {f"frameworks/{f.code}.yaml": plain_data(f) for f in catalogue.frameworks.values()}
    data["reviews/all.yaml"] = [plain_data(ask) for ask in catalogue.asks]
    data |= {f"reflection-models/{m.id}.yaml": plain_data(m) for m in catalogue.models.values()}
    write_pack(folder, data)
    write_capabilities(folder, rows)
    return folder


def plain_data(value: object) -> dict[str, Any]:
    """A value as plain data that YAML can hold."""
    plain: dict[str, Any] = msgspec.to_builtins(value, builtin_types=(dt.date,))
    return plain


def write_capabilities(folder: Path, rows: list[tuple[str, dict[str, Any]]]) -> None:
    """Write rows of (programme, capability) as the CSV of a pack."""
    with (folder / "programmes/capabilities.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, CAPABILITY_COLUMNS)
        writer.writeheader()
        for programme, row in rows:
            lists = {key: ";".join(map(str, row[key])) for key in ("gpc-domains", "bears-on")}
            writer.writerow({"programme": programme} | row | lists)


plain_text = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=30,
)
an_id = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)


@given(
    st.builds(
        Platform,
        id=an_id,
        name=plain_text,
        used_by=plain_text,
        confidence=st.sampled_from(["high", "medium", "low", "unknown"]),
        source=plain_text,
    )
)
def test_any_text_survives_writing_and_reading(platform: Platform) -> None:
    """A value with any printable text, and any id, comes back from YAML as it was."""
    assert platform == YamlDocument(as_yaml(platform), "again").convert(Platform)


# --- what is wrong --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "change", "at", "problem"),
    [
        pytest.param(
            THEME, replacing("title: Meetings\n", ""), "id: meeting", "`title`", id="missing field"
        ),
        pytest.param(
            THEME, replacing("about:", "abuot:"), "id: meeting", "`abuot`", id="unknown key"
        ),
        pytest.param(
            THEME, replacing("title: Lead", "title: 7 #"), "title: 7", "Expected `str`", id="kind"
        ),
        pytest.param(
            THEME, replacing("gpc-domains:\n    - 5", "gpc-domains:\n    - 10"), "- 10", "<= 9",
            id="number out of range",
        ),
        pytest.param(
            THEME, replacing("- leadership", "- leadershop"), "- leadershop", "leadershop", id="tag"
        ),
        pytest.param(
            THEME, replacing("strand: practice", "strand: theory"), "strand: theory", "No strand",
            id="dangling strand",
        ),
        pytest.param(
            THEME, replacing("step: 1", "step: 2"), "step: 2", "each step of the ladder once",
            id="step",
        ),
        pytest.param(
            THEME, replacing("id: meeting.1.a", "id: other.1.a"), "id: other.1.a", "stands at",
            id="target of another theme",
        ),
        pytest.param(
            THEME, replacing("kind: course", "kind: elearning"), "id: meeting.1.a", "kind course",
            id="target without a course",
        ),
        pytest.param(
            THEME, replacing("id: by-course", "id: by-elearning"), "", "taken by",
            id="activity twice",
        ),
        pytest.param(
            THEME, replacing("title: T", "targets: [meeting.1.b]\n    title: T"), "[meeting.1.b]",
            "not of its step", id="dangling target",
        ),
        pytest.param(
            THEME, lambda text: text[: text.index("    prompts:")], "id: think", "kind reflection",
            id="reflection without prompts",
        ),
        pytest.param(
            THEME, replacing("about: Meetings.", "about: &a Meetings."), "&a", "anchors",
            id="anchor",
        ),
        pytest.param(
            THEME, replacing("about: Meetings.", "about: *a"), "*a", "aliases", id="alias"
        ),
        pytest.param(
            THEME, replacing("about: Meetings.", "about: !!python/name:os.system x"), "!!python",
            "not YAML", id="tag of YAML",
        ),
        pytest.param(
            THEME, replacing("about: Meetings.", "about: a\nabout: b"), "about: b", "given twice",
            id="double key",
        ),
        pytest.param(
            THEME, replacing("about: Meetings.", "about: a: b"), "about: a: b", "not YAML",
            id="not YAML",
        ),
        pytest.param(
            THEME, replacing("about: Meetings.", "? [a, b]\n: c"), "? [a, b]", "single word",
            id="key that is a list",
        ),
        pytest.param(
            THEME, replacing("2027-11-01", "2027-11-31"), "2027-11-31", "no such date", id="no day"
        ),
        pytest.param(
            THEME, replacing("about: Meetings.", "about: a\x07b"), "", "not YAML", id="control"
        ),
        pytest.param(THEME, lambda _: "", "", "empty", id="empty"),
        pytest.param(THEME, lambda _: "# nothing\n", "", "empty", id="only a comment"),
        pytest.param(THEME, lambda _: "- a\n", "", "Expected `object`", id="list"),
        pytest.param(THEME, lambda _: "[" * 5000, "", "", id="nested"),
        pytest.param(
            "minimal/ladder.yaml", replacing("2026.1", "first"), "version: 'first'", "regex",
            id="version",
        ),
        pytest.param("minimal/ladder.yaml", lambda _: "", "", "empty", id="empty ladder"),
        pytest.param(
            PROGRAMMES, replacing("id: paper", "id: pager"), "id: pager", "Allowed: paper",
            id="dangling platform",
        ),
        pytest.param(
            PROGRAMMES, replacing("months: 24", "months: 23"), "id: standard", "24 months, not 23",
            id="months",
        ),
        pytest.param(
            PROGRAMMES, replacing("      - ST2\n", ""), "id: standard", "0 stages", id="grade lost"
        ),
        pytest.param(
            PROGRAMMES, replacing("      - ST2\n", "      - ST3\n"), "id: standard",
            "not a grade of the route", id="grade unknown",
        ),
        pytest.param(
            PROGRAMMES, replacing("      - ST1\n      - ST2\n", "      - ST2\n      - ST1\n"),
            "id: standard", "different orders", id="grades in another order",
        ),
        pytest.param(
            PROGRAMMES, lambda text: text + text, "", "testing is taken", id="programme twice"
        ),
    ],
)  # fmt: skip
def test_fault_names_file_and_line(
    pack: Path, name: str, change: Edit, at: str, problem: str
) -> None:
    """Each kind of fault says which file, which line and what is wrong."""
    edit(pack, name, change)
    faults = faults_of(pack)
    place = f"pack/{name}:{line_of(pack, name, at)}:" if at else f"pack/{name}:"

    assert any(fault.startswith(place) and problem in fault for fault in faults), faults


def test_not_utf8_is_named(pack: Path) -> None:
    """A file in another encoding is refused as such."""
    (pack / THEME).write_bytes(b"id: caf\xe9\n")

    assert any(f"pack/{THEME}:1: The file is not UTF-8" in fault for fault in faults_of(pack))


def test_folder_in_place_of_file_is_named(pack: Path) -> None:
    """A folder that is called like a file cannot be read, and that is said."""
    (pack / THEME).unlink()
    (pack / THEME).mkdir()

    assert any(f"pack/{THEME}:1: The file cannot be read" in fault for fault in faults_of(pack))


@pytest.mark.parametrize(
    "kind", ["platforms/paper", "reflection-models/free", "minimal/themes/meeting"]
)
def test_same_id_in_two_files_is_named(pack: Path, kind: str) -> None:
    """The second file is wrong, and it says where the first stands."""
    shutil.copy(pack / f"{kind}.yaml", pack / f"{kind}-2.yaml")
    first, second = sorted([f"{kind}.yaml", f"{kind}-2.yaml"])

    assert any(
        fault.startswith(f"pack/{second}:1:") and f"taken by pack/{first}:1" in fault
        for fault in faults_of(pack)
    )


def test_same_ladder_in_two_packs_is_named(pack: Path, tmp_path: Path) -> None:
    """Packs cannot shadow each other."""
    other = write_pack(tmp_path / "other", files())

    assert any("ladder id minimal is taken" in fault for fault in faults_of(pack, other))


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("nobody,C1,One,5,leadership,high,none", "No programme is called nobody"),
        ("testing,C1,One,5,leadershop,high,none", "leadershop"),
        ("testing,C1,One,five,leadership,high,none", "Expected `int`"),
        ("testing,,One,5,leadership,high,none", "length >= 1"),
        ("testing,C0,Zero,5,leadership,high,none", "testing has C0 twice"),
        ("testing,C1,One,5,leadership,high", "Correct this row"),
        ("testing,C1,One,5,leadership,high,none,more", "Correct this row"),
        ("testing,C1", "Correct this row"),
    ],
    ids=["programme", "tag", "domain", "no code", "twice", "short", "long", "very short"],
)
def test_wrong_row_is_named(pack: Path, row: str, problem: str) -> None:
    """Capabilities come from CSV; a wrong row is named by its line."""
    path = pack / "programmes/capabilities.csv"
    good = "testing,C0,Zero,5,leadership,high,none"
    path.write_text("\n".join([",".join(CAPABILITY_COLUMNS), good, row]) + "\n", encoding="utf-8")
    [fault] = faults_of(pack)

    assert fault.startswith("pack/programmes/capabilities.csv:3:")
    assert problem in fault


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "columns"),
        (b"programme,code\n", "columns"),
        (",".join(CAPABILITY_COLUMNS).encode() + b"\ntesting,caf\xe9\n", "not UTF-8"),
    ],
    ids=["empty", "other columns", "encoding"],
)
def test_wrong_table_is_named(pack: Path, data: bytes, problem: str) -> None:
    """A table without the columns or not in UTF-8 is refused, not half read."""
    (pack / "programmes/capabilities.csv").write_bytes(data)
    [fault] = faults_of(pack)

    assert fault.startswith("pack/programmes/capabilities.csv:1:")
    assert problem in fault


def test_all_faults_are_listed_at_once(pack: Path) -> None:
    """An author sees every wrong file in one run."""
    edit(pack, THEME, replacing("strand: practice", "strand: theory"))
    edit(pack, PROGRAMMES, replacing("id: paper", "id: pager"))
    edit(pack, "reflection-models/free.yaml", replacing("suits", "fits"))
    listed = "\n".join(faults_of(pack))

    assert all(name in listed for name in (THEME, PROGRAMMES, "reflection-models/free.yaml"))


def test_ladder_without_themes_is_named(pack: Path) -> None:
    """A ladder needs at least one theme."""
    (pack / THEME).unlink()

    assert any("has no theme" in fault for fault in faults_of(pack))


def test_kinds_of_values_are_all_covered() -> None:
    """The round trip sees each kind of value that a pack can hold."""
    assert {Ladder, Theme, Programme, Platform, ReflectionModel} == {type(v) for v in every_value()}


def a_resource(**changes: Any) -> dict[str, Any]:
    """A resource with what it needs."""
    return {
        "id": "minutes", "title": "Minutes", "provider": "Nobody", "kind": "article",
        "about": "How to write them.", "hours": None, "cost": "free", "audience": "All",
        "nations": [], "themes": ["meeting"], "steps": [1], "address": None,
        "last-checked": None, "review": files()[THEME]["review"], **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"themes": ["seating"]}, "serves seating, which is no theme"),
        ({"address": "http://unsafe.example"}, "address"),
        ({"hours": 0}, "hours"),
        ({"cost": "a lot"}, "cost"),
    ],
)
def test_a_wrong_resource_is_named(pack: Path, changes: dict[str, Any], problem: str) -> None:
    """File, line and what is wrong."""
    write_pack(pack, {"minimal/resources.yaml": [a_resource(), a_resource(id="two") | changes]})
    [fault] = faults_of(pack)

    assert fault.startswith("pack/minimal/resources.yaml:")
    assert problem in fault


def test_resources_are_found_by_theme_and_step(pack: Path) -> None:
    """Those of other steps stay away; an id is taken once."""
    write_pack(pack, {"minimal/resources.yaml": [a_resource(), a_resource(id="two", steps=[2])]})
    ladder = read_packs([pack]).ladder

    assert [r.id for r in ladder.resources_for("meeting", 1)] == ["minutes"]

    write_pack(pack, {"minimal/resources.yaml": [a_resource(), a_resource()]})
    [fault] = faults_of(pack)

    assert "minutes is taken" in fault


def test_a_theme_of_two_ladders_is_named(pack: Path) -> None:
    """The app finds themes and targets without naming their ladder."""
    second = {name.replace("minimal/", "second/"): data for name, data in files().items()}
    second = {name: data for name, data in second.items() if name.startswith("second/")}
    second["second/ladder.yaml"] |= {"id": "second"}
    write_pack(pack, second)

    assert any("theme id meeting is taken" in fault for fault in faults_of(pack))
    assert any("target id meeting.1.a is taken" in fault for fault in faults_of(pack))

"""A ladder drafted from a framework that is none: strands, themes, steps and targets by its levels.

What is a leaf is a target. How the levels above it are read is told in docs/content.md. What a
ladder has and the framework has not is marked `TO_WRITE`; nothing is made up.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from string import ascii_lowercase

import msgspec

from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.ladder.exchange.outline import Node, Outline, Warnings
from ladder_widgets.ladder.exchange.texts import cut, one_line, slug
from ladder_widgets.ladder.model import (
    VERSION,
    Activity,
    ActivityKind,
    Ladder,
    Prompt,
    Review,
    StepLevel,
    StepName,
    Strand,
    Target,
    Theme,
    ThemeStep,
)

TO_WRITE = "To be written"
MOST_CHARS = 2000
TITLE_CHARS = 200
STEPS: tuple[StepName, ...] = (1, 2, 3, 4, "extending")
STEPPED_LEVELS = 4
TARGETS_OF_A_STEP = len(ascii_lowercase)
ACTIVITIES: dict[ActivityKind, str] = {
    "elearning": "what to read, watch or take",
    "course": "what to do together on a course",
    "workplace": "what to do at work",
    "reflection": "what to think about",
}
Path = tuple[int, ...]


class _Group(msgspec.Struct):
    """What becomes one theme: the strand's item, the items that name it, and its leaves by step."""

    strand: int | None
    named: Path
    rungs: dict[int | None, list[int]]


def draft_ladder(
    outline: Outline, catalogue: Catalogue, *, today: dt.date, told: Warnings
) -> Ladder:
    """The ladder of a framework; its themes take no id of another ladder of the catalogue."""
    name = outline.had or slug(outline.title, otherwise="framework")
    others = (ladder for ladder in catalogue.ladders.values() if ladder.id != name)
    taken = [theme.id for ladder in others for theme in ladder.themes]
    return _Drafter(outline, taken, today, told).ladder(name)


class _Drafter:
    """Makes one ladder from one outline."""

    def __init__(
        self, outline: Outline, taken: Iterable[str], today: dt.date, told: Warnings
    ) -> None:
        self.outline = outline
        self.nodes = outline.nodes
        self.told = told
        self.ids = _Ids(taken)
        self.today = today
        paths = list(outline.tree.leaves())
        self.stepped = _is_stepped(outline, paths)
        self.groups = self._grouped(paths)
        self.rungs = [self.nodes[n] for n in self.groups[0].rungs if n is not None]
        self.steps = _step_names(self.rungs)

    def ladder(self, name: str) -> Ladder:
        """The whole of it."""
        strands: dict[int | None, Strand] = {}
        themes: dict[int | None, list[Theme]] = {}
        names = _Ids(())
        for group in self.groups:
            if group.strand not in strands:
                strands[group.strand] = self._strand(group.strand, names)
                themes[group.strand] = []
            themes[group.strand] += self._themes(group, strands[group.strand])
        outline = self.outline
        ours = re.fullmatch(VERSION, outline.version)
        what = f"{outline.title}, {outline.version}" if outline.version else outline.title
        by = f" by {outline.creator}" if outline.creator else ""
        notice = (
            f"Draft, read from a {outline.kind} file of the framework {cut(what, TITLE_CHARS)}"
            f"{cut(by, TITLE_CHARS)}. Nobody has reviewed it as a ladder. What the framework does "
            f"not say is marked “{TO_WRITE}”. {outline.about}"
        )
        return Ladder(
            id=name,
            title=cut(outline.title, TITLE_CHARS),
            version=outline.version if ours else f"{self.today.year}.1",
            notice=cut(notice.strip(), MOST_CHARS),
            strands=tuple(strands.values()),
            steps=tuple(self._levels()),
            themes=tuple(theme for found in themes.values() for theme in found),
        )

    def _grouped(self, paths: Iterable[Path]) -> list[_Group]:
        depth = self.outline.tree.depth
        groups: dict[Path, _Group] = {}
        for path in paths:
            *above, leaf = path
            if len(path) < depth:
                about = "Targets that stand higher in the framework than others"
                self.told.add(about, self.nodes[leaf].name)
            rung = above.pop() if self.stepped else None
            strand = above.pop(0) if depth >= STEPPED_LEVELS - 1 and above else None
            key = (-1 if strand is None else strand, *above)
            group = groups.setdefault(key, _Group(strand, tuple(above), {}))
            group.rungs.setdefault(rung, []).append(leaf)
        return list(groups.values())

    def _strand(self, number: int | None, names: _Ids) -> Strand:
        if number is None:
            title = wanted = self.outline.title
            about = self.outline.about
        else:
            node = self.nodes[number]
            title, wanted, about = node.name, node.wanted, self._about(node)
        return Strand(
            id=names.new(slug(wanted, otherwise="strand")),
            title=cut(title, TITLE_CHARS),
            about=cut(about or f"{TO_WRITE}: what the strand is about.", MOST_CHARS),
        )

    def _themes(self, group: _Group, strand: Strand) -> Iterable[Theme]:
        """The theme of a group; as many as its targets need, if their letters run out."""
        title = ": ".join(self.nodes[n].name for n in group.named) or strand.title
        wanted = ": ".join(self.nodes[n].wanted for n in group.named) or strand.id
        last = self.nodes[group.named[-1]] if group.named else None
        about = self._about(last) if last else strand.about
        most = max(len(leaves) for leaves in group.rungs.values())
        if most > TARGETS_OF_A_STEP:
            self.told.add(f"Themes in parts, of at most {TARGETS_OF_A_STEP} targets each", title)
        for n, start in enumerate(range(0, most, TARGETS_OF_A_STEP), start=1):
            name = self.ids.new(slug(wanted, otherwise="theme"))
            part = f" (part {n})" if most > TARGETS_OF_A_STEP else ""
            yield Theme(
                id=name,
                title=cut(title, TITLE_CHARS) + part,
                strand=strand.id,
                about=cut(about or f"{TO_WRITE}: what the theme is about.", MOST_CHARS),
                review=Review(
                    status="draft",
                    author_role="read from a framework of another publisher",
                    reviewed_on=None,
                    review_due=self.today,
                    confidence="unknown",
                ),
                steps=tuple(
                    self._rung(name, step, rung, leaves[start : start + TARGETS_OF_A_STEP])
                    for step, (rung, leaves) in zip(self.steps, group.rungs.items(), strict=False)
                ),
            )

    def _rung(
        self, theme: str, step: StepName, rung: int | None, leaves: Sequence[int]
    ) -> ThemeStep:
        said = self._about(self.nodes[rung]) if rung is not None else ""
        climbs_from = said or f"{TO_WRITE}: what changes from the step below."
        return ThemeStep(
            step=step,
            climbs_from=climbs_from,
            targets=tuple(
                self._target(name, self.nodes[leaf])
                for name, leaf in zip(
                    self._target_ids(f"{theme}.{step}.", leaves), leaves, strict=True
                )
            ),
            activities=tuple(_activity(kind, step) for kind in ACTIVITIES),
        )

    def _target_ids(self, begin: str, leaves: Sequence[int]) -> list[str]:
        """The id that a target had here, since entries are bound to it, or the next free one."""
        allowed = [begin + letter for letter in ascii_lowercase]
        had = [self.nodes[leaf].had for leaf in leaves]
        free = iter([name for name in allowed if name not in had])
        return [
            name if name in allowed and name not in had[:n] else next(free)
            for n, name in enumerate(had)
        ]

    def _target(self, name: str, node: Node) -> Target:
        return Target(
            id=name,
            title=cut(node.name, TITLE_CHARS),
            can=self._fit(node.statement, node),
            patients_gain=f"{TO_WRITE}: what patients gain.",
            good_evidence=(f"{TO_WRITE}: what would show it.",),
            not_enough=f"{TO_WRITE}: what would not.",
            tools=(),
            frameworks=(),
            gpc_domains=(),
            bears_on=(),
        )

    def _about(self, node: Node) -> str:
        """What an item says besides its title."""
        return self._fit(node.statement, node) if node.statement != node.title else ""

    def _fit(self, text: str, node: Node) -> str:
        if len(text) > MOST_CHARS:
            self.told.add(f"Statements cut to {MOST_CHARS} characters", node.name)
        return cut(text, MOST_CHARS)

    def _levels(self) -> Iterable[StepLevel]:
        rungs = self.rungs or [Node("Step 1", "")]
        for step, node in zip(self.steps, rungs, strict=False):
            yield StepLevel(
                step=step,
                title=cut(node.title, TITLE_CHARS),
                leads=f"{TO_WRITE}: what is led on this step.",
                stage=cut(node.stage or f"{TO_WRITE}: the stage it is meant for.", MOST_CHARS),
            )


def _is_stepped(outline: Outline, paths: Sequence[Path]) -> bool:
    """Whether the level above the leaves is one of steps: the same titles under every theme."""
    tree = outline.tree
    if tree.depth < STEPPED_LEVELS or any(len(path) < tree.depth for path in paths):
        return False
    rungs = dict.fromkeys(path[:-1] for path in paths)
    themes: dict[Path, list[str]] = {}
    for path in rungs:
        themes.setdefault(path[:-1], []).append(outline.nodes[path[-1]].title.casefold())
    first, *others = themes.values()
    return (
        len(first) == len(set(first)) <= len(STEPS)
        and all(titles == first for titles in others)
        and all(len(tree.children[path[-1]]) <= TARGETS_OF_A_STEP for path in rungs)
    )


def _step_names(rungs: Sequence[Node]) -> tuple[StepName, ...]:
    """The steps that rungs had in a ladder, such as ``theme.2``, or the first ones."""
    known = {str(step): step for step in STEPS}
    had = [rung.had.rpartition(".")[2] for rung in rungs]
    if had and len(set(had)) == len(had) and set(had) <= set(known):
        return tuple(known[name] for name in had)
    return STEPS


def _activity(kind: ActivityKind, step: StepName) -> Activity:
    prompt = Prompt(id=f"question-{step}", ask=f"{TO_WRITE}: a question to think about.")
    return Activity(
        id=f"{kind}-{step}",
        kind=kind,
        title=f"{TO_WRITE}: {kind}",
        do=f"{TO_WRITE}: {ACTIVITIES[kind]}.",
        prompts=(prompt,) if kind == "reflection" else (),
    )


class _Ids:
    """Ids that nothing has yet: the wanted one, or with a number behind it."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._numbers: Counter[str] = Counter()

    def new(self, wanted: str) -> str:
        """The id; it is taken from now on."""
        name = wanted
        while name in self._taken:
            self._numbers[wanted] += 1
            name = f"{wanted}-{self._numbers[wanted] + 1}"
        self._taken.add(name)
        return name


def node_of(*, title: str, statement: str, code: str = "", had: str = "", stage: str = "") -> Node:
    """An item from the words of a file; one that has only a title or only a statement has both."""
    title, statement = one_line(title), one_line(statement)
    return Node(
        title=title or cut(statement, TITLE_CHARS // 2),
        statement=statement or title,
        code=cut(one_line(code), TITLE_CHARS // 4),
        had=one_line(had),
        stage=one_line(stage),
    )

"""A conversation in numbers: who spoke how long, who asked, and when it turned."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Literal, get_args

import msgspec

from ladder_widgets.errors import InputError

Move = Literal["open question", "closed question", "statement", "listening back", "silence"]
MOVES: tuple[Move, ...] = get_args(Move)
QUESTIONS: tuple[Move, ...] = ("open question", "closed question")


class Turn(msgspec.Struct, frozen=True):
    """One stretch of talk by one person; `seconds` above 0. Silence belongs to nobody."""

    speaker: str
    seconds: float
    move: Move


class Talk(msgspec.Struct, frozen=True):
    """Turns in the order in which they were taken."""

    turns: tuple[Turn, ...]

    @property
    def shares(self) -> dict[str, float]:
        """Each speaker's share of the time in which anybody spoke."""
        spoken: defaultdict[str, float] = defaultdict(float)
        for turn in self.turns:
            if turn.move != "silence":
                spoken[turn.speaker] += turn.seconds
        total = sum(spoken.values())
        return {speaker: seconds / total for speaker, seconds in spoken.items()} if total else {}

    @property
    def longest(self) -> Turn:
        """The longest turn: where somebody may have been talked at."""
        return max(self.turns, key=lambda turn: turn.seconds)

    @property
    def silence(self) -> float:
        """The seconds in which nobody spoke."""
        return sum(turn.seconds for turn in self.turns if turn.move == "silence")

    def moves(self, speaker: str) -> dict[Move, int]:
        """How often one speaker made each move."""
        counted = Counter(turn.move for turn in self.turns if turn.speaker == speaker)
        return {move: counted[move] for move in MOVES}

    def seconds_before_question(self, speaker: str) -> float | None:
        """How long it took until this speaker first asked something; None if never."""
        passed = 0.0
        for turn in self.turns:
            if turn.speaker == speaker and turn.move in QUESTIONS:
                return passed
            passed += turn.seconds
        return None


def talk(turns: Sequence[tuple[str, float, str]]) -> Talk:
    """A talk of turns of (speaker, seconds, move).

    Raises:
        InputError: no turn, a length that is none, or a move that is not ours.
    """
    if not turns or any(seconds <= 0 for _, seconds, _ in turns):
        raise InputError("A talk needs turns, each longer than 0 seconds.")
    known: dict[str, Move] = {move: move for move in MOVES}
    if any(move not in known for *_, move in turns):
        message = f"Moves of a talk are: {', '.join(MOVES)}."
        raise InputError(message)
    return Talk(tuple(Turn(who, float(seconds), known[move]) for who, seconds, move in turns))

"""What the shape of a platform's file cannot say: models and prompts that exist, one home for all.

Every answer must have a field to go to, and no more than one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from ladder_widgets.errors import Fault
from ladder_widgets.ladder.checks import Place, Source, check_unique
from ladder_widgets.ladder.model import ReflectionModel
from ladder_widgets.ladder.platforms import EntryType, FormField, Platform


def check_platforms(
    platforms: Sequence[tuple[Source, Platform]],
    *,
    models: Mapping[str, ReflectionModel],
    programmes: Collection[str],
) -> Iterator[Fault]:
    """Faults of platforms: ids that repeat or do not exist, answers with no or several homes."""
    yield from check_unique(("platform", file, (), p.id) for file, p in platforms)
    for file, platform in platforms:
        yield from check_unique(
            (f"entry type of {platform.id}", file, ("entry-types", n), kind.id)
            for n, kind in enumerate(platform.entry_types)
        )
        for n, kind in enumerate(platform.entry_types):
            place: Place = ("entry-types", n)
            for name in kind.models:
                if name not in models:
                    yield _unknown(file, (*place, "models"), "reflection model", name, models)
            for name in kind.programmes:
                if name not in programmes:
                    problem = f"No programme is called {name}."
                    remedy = "Correct the id: ladder programmes lists them."
                    yield file.fault((*place, "programmes"), problem, remedy)
            yield from _check_fields(file, place, platform, kind, models)


def _check_fields(
    file: Source,
    place: Place,
    platform: Platform,
    kind: EntryType,
    models: Mapping[str, ReflectionModel],
) -> Iterator[Fault]:
    name = f"{platform.id}, {kind.id}"
    yield from check_unique(
        (f"field of {name}", file, (*place, "fields", n), field.id)
        for n, field in enumerate(kind.fields)
    )
    rest = [field for field in kind.fields if field.takes_rest]
    if kind.fields and len(rest) != 1:
        problem = f"{name} has {len(rest)} fields that take the rest of the answers."
        yield file.fault((*place, "fields"), problem, "Say takes-rest: true of one of them.")
    taken: dict[tuple[str, str], str] = {}
    for n, field in enumerate(kind.fields):
        where: Place = (*place, "fields", n)
        if field.holds != "answers" and (field.parts or field.prompts or field.takes_rest):
            problem = f"The field {field.id} of {name} takes answers but holds {field.holds}."
            yield file.fault(where, problem, "Say holds: answers.")
        yield from _check_prompts(file, where, field, models, taken)


def _check_prompts(
    file: Source,
    place: Place,
    field: FormField,
    models: Mapping[str, ReflectionModel],
    taken: dict[tuple[str, str], str],
) -> Iterator[Fault]:
    where: Place = (*place, "prompts")
    for name, prompts in field.prompts.items():
        if name not in models:
            yield _unknown(file, where, "reflection model", name, models)
            continue
        known = [prompt.id for prompt in models[name].prompts]
        for prompt in prompts:
            if prompt not in known:
                yield _unknown(file, (*where, name), f"prompt of {name}", prompt, known)
            if (name, prompt) in taken:
                problem = f"The prompt {prompt} of {name} goes to {taken[name, prompt]} already."
                yield file.fault((*where, name), problem, "Keep it in one of the two fields.")
            taken[name, prompt] = field.id


def _unknown(file: Source, place: Place, kind: str, given: str, allowed: Collection[str]) -> Fault:
    problem = f"No {kind} is called {given}."
    return file.fault(place, problem, f"Allowed: {', '.join(sorted(allowed)) or 'none'}.")

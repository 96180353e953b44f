"""The Leadership Ladder kit: the widgets that a notebook needs.

Names are resolved when first used (PEP 562), so that importing a part of the package, a rule or a
value, never loads a widget toolkit.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ladder_widgets._version import __version__

if TYPE_CHECKING:
    from ladder_widgets.widgets.components import (
        CoverageMap,
        EvidenceList,
        LadderMap,
        PortfolioApp,
        ProfileForm,
        ReflectionForm,
        Review,
        TargetCard,
    )
    from ladder_widgets.widgets.workshop.page import open_workshop
    from ladder_widgets.widgets.workshop.report import open_report

__all__ = [
    "CoverageMap",
    "EvidenceList",
    "LadderMap",
    "PortfolioApp",
    "ProfileForm",
    "ReflectionForm",
    "Review",
    "TargetCard",
    "__version__",
    "open_report",
    "open_workshop",
]
_ELSEWHERE = {
    "open_report": "ladder_widgets.widgets.workshop.report",
    "open_workshop": "ladder_widgets.widgets.workshop.page",
}


def __getattr__(name: str) -> Any:
    if name in __all__:
        home = _ELSEWHERE.get(name, "ladder_widgets.widgets.components")
        return getattr(import_module(home), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return __all__

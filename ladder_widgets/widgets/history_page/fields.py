"""An entry's content as plain texts under titles, to be read and compared."""

from __future__ import annotations

from ladder_widgets.ladder.catalogue import Catalogue
from ladder_widgets.portfolio.dates import uk_date
from ladder_widgets.portfolio.model import Content


def read_fields(content: Content, catalogue: Catalogue) -> dict[str, str]:
    """Every text of an entry by the title under which it is shown; some may be empty."""
    model = catalogue.models.get(content.model)
    asks = {prompt.id: prompt.ask for prompt in model.prompts} if model else {}
    return {
        "Title": content.title,
        "When it happened": uk_date(content.happened_on) if content.happened_on else "",
        "To be reached by": uk_date(content.due_on) if content.due_on else "",
        **{asks.get(a.prompt, a.prompt): a.text for a in content.answers},
        "Targets": "\n".join(catalogue.shown_title(t) for t in content.targets),
        "Capabilities": "\n".join(f"{k.code}: {k.because}" for k in content.capabilities),
        "Tags": ", ".join(content.tags),
        "Private note": content.note,
    }

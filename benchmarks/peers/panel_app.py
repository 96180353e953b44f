"""Panel's equivalent: one text area whose text the server sends back at every keystroke."""

import panel as pn

area = pn.widgets.TextAreaInput(name="What?")
echo = pn.pane.Str("received: ")


def show(text: str) -> None:
    """Send back what was typed."""
    echo.object = f"received: {text}"


pn.bind(show, area.param.value_input, watch=True)
pn.Column(area, echo).servable()

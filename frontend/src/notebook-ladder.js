// Our own components in a notebook's page: compiled in, not taken from the kernel as anywidget does.
import { DOMWidgetModel, DOMWidgetView } from "@jupyter-widgets/base";

import component from "../../ladder_widgets/widgets/widget.js";

export class AnyModel extends DOMWidgetModel {}

export class AnyView extends DOMWidgetView {
  render() {
    super.render();
    component.render({ model: this.model, el: this.el });
  }
}

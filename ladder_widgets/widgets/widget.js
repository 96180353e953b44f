// What JupyterLab (anywidget) loads for every Ladder widget.
import { mount } from "./runtime.js";

export default {
  render({ model, el }) {
    mount({ model, el });
  },
};

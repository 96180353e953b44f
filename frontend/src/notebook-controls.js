// ipywidgets' controls; those that put in HTML of the kernel put it in sanitised, and sliders tell
// their name to a screen reader.
import * as controls from "@jupyter-widgets/controls";

import { clean } from "./notebook-clean.js";

export * from "@jupyter-widgets/controls";

const sanitised = (View) =>
  class extends View {
    update() {
      this.content.innerHTML = clean(this.model.get("value"));
      return controls.DescriptionView.prototype.update.call(this);
    }
  };

const named = (View) =>
  class extends View {
    render() {
      super.render();
      this.nameHandles();
    }

    updateDescription() {
      super.updateDescription();
      this.nameHandles();
    }

    nameHandles() {
      const words = ["lowest", "highest"];
      const handles = this.el.querySelectorAll("[role=slider]");
      handles.forEach((handle, n) => {
        const name = this.model.get("description") || "Slider";
        handle.setAttribute("aria-label", handles.length > 1 ? `${name}, ${words[n]}` : name);
      });
    }
  };

export const HTMLView = sanitised(controls.HTMLView);
export const HTMLMathView = sanitised(controls.HTMLMathView);
export const IntSliderView = named(controls.IntSliderView);
export const IntRangeSliderView = named(controls.IntRangeSliderView);
export const FloatSliderView = named(controls.FloatSliderView);
export const FloatRangeSliderView = named(controls.FloatRangeSliderView);
export const FloatLogSliderView = named(controls.FloatLogSliderView);
export const SelectionSliderView = named(controls.SelectionSliderView);
export const SelectionRangeSliderView = named(controls.SelectionRangeSliderView);

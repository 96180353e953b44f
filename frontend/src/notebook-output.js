// ipywidgets' Output widget: what a callback prints and displays, shown where it was asked for.
import { OutputModel as BaseModel, OutputView as BaseView } from "@jupyter-widgets/output";

import { output } from "./notebook-render.js";

export class OutputModel extends BaseModel {
  defaults() {
    return { ...super.defaults(), msg_id: "", outputs: [] };
  }

  initialize(attributes, options) {
    super.initialize(attributes, options);
    this.displays = new Map();
    this.clearing = false;
    this.listenTo(this, "change:msg_id", this.follow);
    this.listenTo(this, "comm:close destroy", this.leave);
    this.follow();
  }

  /** While a message id is set, what belongs to that message is ours. */
  follow() {
    this.leave();
    if (this.get("msg_id")) this.widget_manager.capturing.push(this);
  }

  leave() {
    const { capturing } = this.widget_manager;
    if (capturing.includes(this)) capturing.splice(capturing.indexOf(this), 1);
  }

  take({ header, content }) {
    const type = header.msg_type;
    if (type === "clear_output") {
      this.clearing = content.wait;
      if (!content.wait) this.put([]);
    } else if (type === "update_display_data") {
      this.change(content);
    } else if (["stream", "display_data", "execute_result", "error"].includes(type)) {
      const { transient, ...rest } = content;
      const before = this.clearing ? [] : this.get("outputs");
      this.clearing = false;
      if (transient?.display_id) this.displays.set(transient.display_id, before.length);
      this.put(appended(before, { output_type: type, ...rest }));
    }
  }

  change({ data, metadata, transient }) {
    const place = this.displays.get(transient?.display_id);
    if (place === undefined) return;
    this.put(this.get("outputs").map((old, n) => (n === place ? { ...old, data, metadata } : old)));
  }

  put(outputs) {
    if (!outputs.length) this.displays.clear();
    this.set("outputs", outputs);
    this.save_changes();
  }
}

/** Outputs with one more; words of the same stream are joined. */
function appended(outputs, added) {
  const last = outputs.at(-1);
  if (added.output_type !== "stream" || last?.output_type !== "stream" || last.name !== added.name) {
    return [...outputs, added];
  }
  return [...outputs.slice(0, -1), { ...last, text: last.text + added.text }];
}

export class OutputView extends BaseView {
  render() {
    super.render();
    this.el.classList.add("ladder-output");
    this.el.setAttribute("aria-live", "polite");
    this.shown = [];
    this.listenTo(this.model, "change:outputs", this.show);
    this.show();
  }

  /** Bring the elements up to date; those of outputs that did not change stay as they are. */
  show() {
    const wanted = (this.model.get("outputs") ?? []).map((one) => ({ one, key: JSON.stringify(one) }));
    const same = wanted.findIndex(({ key }, n) => this.shown[n]?.key !== key);
    const kept = same < 0 ? wanted.length : same;
    for (const { element } of this.shown.splice(kept)) element.remove();
    for (const { one, key } of wanted.slice(kept)) {
      const element = output(one, (id, place) => this.model.widget_manager.show(id, place));
      this.el.append(element);
      this.shown.push({ element, key });
    }
  }
}


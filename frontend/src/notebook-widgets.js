// The widgets of a notebook: their models come from the kernel, and what shows them is loaded when
// the first of a kind appears.
import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import { MessageLoop } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";

const OURS = "ladder_widgets.";

/** What each module of widgets is loaded from. */
const MODULES = {
  "@jupyter-widgets/base": async () => base,
  "@jupyter-widgets/controls": async () => import("./notebook-controls.js"),
  "@jupyter-widgets/output": async () => import("./notebook-output.js"),
  "ladder": async () => import("./notebook-ladder.js"),
  "anywidget": async () => (await import("./notebook-anywidget.js")).classes,
};

export class NotebookManager extends ManagerBase {
  constructor(kernel) {
    super();
    this.kernel = kernel;
    this.capturing = [];
    this.views = new Set();
    kernel.registerCommTarget(this.comm_target_name, (comm, message) =>
      this.handle_comm_open(new base.shims.services.Comm(comm), message),
    );
    kernel.iopubMessage.connect((_kernel, message) => this.capture(message));
    addEventListener("resize", () => this.resize());
  }

  load() {
    return this._loadFromKernel();
  }

  /** Show a view of a widget in a place of the page; resolves to the view. */
  async show(id, place) {
    const model = await this.get_model(id);
    const view = await this.create_view(model);
    place.replaceChildren();
    Widget.attach(view.luminoWidget, place);
    this.views.add(view);
    view.once("remove", () => this.views.delete(view));
    return view;
  }

  /** Let the widgets know that the window has another size. */
  resize() {
    for (const { luminoWidget } of this.views) {
      MessageLoop.postMessage(luminoWidget, Widget.ResizeMessage.UnknownSize);
    }
  }

  /** Give a message to the innermost output widget that asked for what belongs to its parent. */
  capture(message) {
    const parent = message.parent_header?.msg_id;
    this.capturing.findLast((output) => output.get("msg_id") === parent)?.take(message);
  }

  async loadClass(name, module) {
    const load = MODULES[module];
    if (!load) throw new Error(`This page has no widgets of the module ${module}.`);
    return (await load())[name];
  }

  /** Our own components are in the bundle: their code is not taken from the kernel. */
  async _make_model(options, state = {}) {
    if (options.model_module !== "anywidget" || !state._anywidget_id?.startsWith(OURS)) {
      return super._make_model(options, state);
    }
    const { _esm, _css, ...rest } = state;
    return super._make_model(
      { ...options, model_module: "ladder" },
      { ...rest, _model_module: "ladder", _view_module: "ladder" },
    );
  }

  async _create_comm(target, id, data, metadata, buffers) {
    const comm = this.kernel.createComm(target, id);
    if (data || metadata) comm.open(data, metadata, buffers);
    return new base.shims.services.Comm(comm);
  }

  async _get_comm_info() {
    const reply = await this.kernel.requestCommInfo({ target_name: this.comm_target_name });
    return reply.content.comms ?? {};
  }
}

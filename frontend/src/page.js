// The page of the trainee app: finds its kernel, shows the app widget, and finds a new kernel
// when the old one stops answering.
import { KernelConnection } from "@jupyterlab/services/lib/kernel/default.js";
import { ServerConnection } from "@jupyterlab/services/lib/serverconnection.js";

import { mount } from "../../ladder_widgets/widgets/runtime.js";

const CONFIG_ID = "ladder-config";

/** The kernel and widget that a page was rendered with. */
function readConfig(root) {
  return JSON.parse(root.getElementById(CONFIG_ID).textContent);
}

/** One widget of one kernel, with the part of anywidget's model that the runtime uses. */
class PageModel {
  constructor(config) {
    this.state = {};
    this.listeners = new Map();
    this.kernel = new KernelConnection({
      model: { id: config.kernel, name: "python3" },
      serverSettings: ServerConnection.makeSettings({
        baseUrl: new URL(config.base, location.href).href,
        wsUrl: new URL(config.base, location.href).href.replace(/^http/, "ws"),
        appendToken: false,
      }),
    });
    this.comm = this.kernel.createComm("jupyter.widget", config.model);
    this.comm.onMsg = (message) => this.receive(message);
  }

  receive(message) {
    const { method, state, content } = message.content.data;
    if (method === "custom") {
      this.emit("msg:custom", content, message.buffers ?? []);
    } else if (method === "update") {
      this.fill(state);
    }
  }

  /** Take over values; the first ones come with the answer to `open`, later ones by themselves. */
  fill(state) {
    Object.assign(this.state, state);
    for (const name of Object.keys(state)) this.emit(`change:${name}`);
  }

  get(name) {
    return this.state[name];
  }

  on(event, listener) {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
  }

  off(event, listener) {
    this.listeners.set(event, (this.listeners.get(event) ?? []).filter((l) => l !== listener));
  }

  emit(event, ...details) {
    for (const listener of this.listeners.get(event) ?? []) listener(...details);
  }

  send(content) {
    this.comm.send({ method: "custom", content });
  }

  close() {
    this.listeners.clear();
    this.kernel.dispose();
  }
}

/** Fetch this page anew: it comes with a fresh kernel. Throws while the server is away. */
async function findNewModel() {
  const response = await fetch(location.pathname, { cache: "no-store", credentials: "same-origin" });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const config = readConfig(page);
  document.getElementById(CONFIG_ID).textContent = JSON.stringify(config);
  return new PageModel(config);
}

mount({
  model: new PageModel(readConfig(document)),
  el: document.getElementById("ladder-app"),
  renew: findNewModel,
  live: document.documentElement,
});

// A page that is left takes its kernel along; one that comes back finds a new one.
addEventListener("pagehide", () => {
  const { base, kernel } = readConfig(document);
  navigator.sendBeacon(`${base}ladder/leave/${kernel}`);
});

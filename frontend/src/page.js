// The page of the trainee app: finds its kernel, shows the app widget, and finds a new kernel
// when the old one stops answering.
import { mount } from "../../ladder_widgets/widgets/runtime.js";
import { followIdleness } from "./cover.js";
import { followLeave } from "./leave.js";
import { Tab } from "./tab.js";
import { followTheme } from "./theme.js";

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
    this.connection = import("./kernel.js").then(({ connect }) =>
      connect(config, (message) => this.receive(message)),
    );
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

  send(content, _callbacks, buffers) {
    this.connection.then((connection) => connection.send({ method: "custom", content }, buffers));
  }

  mute() {
    this.listeners.clear();
  }

  close() {
    this.mute();
    this.connection.then((connection) => connection.close());
  }
}

/** Fetch this page anew: it comes with a fresh kernel. Throws while the server is away. */
async function findNewModel() {
  const { kernel } = readConfig(document);
  const response = await fetch(location.pathname, { cache: "no-store", credentials: "same-origin" });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const config = readConfig(page);
  document.getElementById(CONFIG_ID).textContent = JSON.stringify(config);
  // The lost one may hang, or hold what belongs to it: nobody asks it any more.
  leave(kernel);
  return new PageModel(config);
}

document.documentElement.dataset.ladder = "starting";
const el = document.getElementById("ladder-app");
const { base, tab } = readConfig(document);
const runtime = mount({
  model: new PageModel(readConfig(document)),
  el,
  shown: followTheme(el, base),
  renew: findNewModel,
  live: document.documentElement,
  tab: new Tab(tab),
});
followLeave({ form: document.getElementById("ladder-leave"), runtime, base });
followIdleness(el);

// A page that is left takes its kernel along; one that comes back finds a new one.
addEventListener("pagehide", () => leave(readConfig(document).kernel));

function leave(kernel) {
  navigator.sendBeacon(`${base}ladder/leave/${kernel}`);
}

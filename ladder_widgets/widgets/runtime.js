// What every Ladder widget runs in the browser. The kernel sends HTML (`parts`); this file shows
// it without disturbing what somebody is typing, sends what is done and typed, and says "saved"
// only for what the kernel acknowledged as committed.
import { Idiomorph } from "idiomorph/dist/idiomorph.esm.js";

import { Saver } from "./saver.js";

const ANSWER_WITHIN_MS = 3000;
const ACT_WITHIN_MS = 60_000;
const SLOW_MS = 400;
const MESSAGES =
  '<p class="ladder-status" role="status" data-announce="status"></p>' +
  '<p class="ladder-problem" role="alert" data-announce="problem"></p>';
const RETRY_MS = [0, 500, 1000, 2000, 4000, 8000];

/** Show the widget `model` in `el`.
 *
 * `renew` (page only) resolves to a model on a fresh kernel; without it a lost kernel is only
 * reported. `live` is the element that carries `data-ladder="live"` once the kernel answered.
 */
export function mount({ model, el, renew, live = el }) {
  return new Runtime({ model, el, renew, live });
}

class Runtime {
  constructor({ model, el, renew, live }) {
    this.el = el;
    this.renew = renew;
    this.live = live;
    this.waiting = new Map();
    this.watched = new Set();
    this.nextId = 1;
    this.renewing = null;
    this.acting = 0;
    this.routed = Boolean(renew);
    el.classList.add("ladder");
    // Lumino asks for this before it runs JupyterLab's single-letter shortcuts.
    el.dataset.lmSuppressShortcuts = "true";
    this.saver = new Saver({ el, ask: (message) => this.ask(message), lost: () => this.recover() });
    this.listen();
    this.attach(model);
  }

  // --- model ---------------------------------------------------------------

  attach(model) {
    this.model = model;
    this.watched = new Set();
    model.on("msg:custom", (content, buffers) => this.answer(content, buffers));
    model.on("change:part_names", () => this.show());
    this.show();
    this.hello();
  }

  async hello() {
    try {
      const full = !this.model.get("part_names");
      const route = this.routed ? location.hash : undefined;
      const reply = await this.ask({ do: "open", route, full });
      if (reply.state) this.model.fill(reply.state);
      this.live.dataset.ladder = "live";
      this.follow(reply);
      this.saver.resume();
    } catch {
      this.recover();
    }
  }

  /** Send a request; resolves to the kernel's own reply, rejects when none comes in time. */
  ask(message, within = ANSWER_WITHIN_MS) {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        reject(new Error("no answer"));
      }, within);
      this.waiting.set(id, { resolve, timer });
      this.model.send({ ...message, id });
    });
  }

  answer(content, buffers) {
    const waiter = this.waiting.get(content.re);
    if (!waiter) return;
    clearTimeout(waiter.timer);
    this.waiting.delete(content.re);
    waiter.resolve({ ...content, buffers });
  }

  /** The kernel no longer answers: find another and go on where we were. */
  recover() {
    this.live.dataset.ladder = "lost";
    this.saver.say();
    if (!this.renew || this.renewing) return;
    this.renewing = this.tryAgain().finally(() => { this.renewing = null; });
  }

  async tryAgain() {
    for (let attempt = 0; ; attempt++) {
      const pause = RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)];
      await new Promise((resolve) => setTimeout(resolve, pause));
      try {
        const model = await this.renew();
        this.model.close();
        this.attach(model);
        return;
      } catch {
        // The server is away or still starting: what was typed stays here, and we try again.
      }
    }
  }

  // --- showing ---------------------------------------------------------------

  show() {
    const names = this.model.get("part_names");
    if (!names) return;
    if (!this.el.querySelector("[data-part]")) {
      this.el.innerHTML = this.model.get("html_shell") ?? '<div data-part="main"></div>';
      if (!this.routed) this.el.insertAdjacentHTML("afterbegin", MESSAGES);
    }
    for (const name of names) {
      this.showPart(name);
      if (this.watched.has(name)) continue;
      this.watched.add(name);
      this.model.on(`change:html_${name}`, () => this.showPart(name));
    }
    this.showPage();
  }

  showPart(name) {
    const place = this.el.querySelector(`[data-part="${CSS.escape(name)}"]`);
    const html = this.model.get(`html_${name}`);
    if (!place || html === undefined || place.shownHtml === html) return;
    // With more than one request under way this HTML answers an older one: what was chosen since
    // would be put back. The last answer shows everything.
    if (this.acting > 1) return;
    this.morph(place, html);
    place.shownHtml = html;
    this.saver.show();
  }

  morph(place, html) {
    const kept = this.saver.keepTyped(place);
    Idiomorph.morph(place, html, { morphStyle: "innerHTML", ignoreActiveValue: true });
    kept.restore();
  }

  showPage() {
    const pages = [...this.el.querySelectorAll("[data-page]")];
    if (pages.length === 0) return;
    const wanted = routeName(location.hash);
    const page = pages.find((p) => p.dataset.page === wanted) ?? pages[0];
    for (const p of pages) p.hidden = p !== page;
    for (const link of this.el.querySelectorAll("[data-nav]")) {
      if (link.dataset.nav === page.dataset.nav) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    const heading = page.querySelector("h1");
    if (heading) document.title = `${heading.textContent.trim()} – Leadership Ladder`;
  }

  /** Do what a reply asks for: say something, hand over a file, go somewhere. */
  follow(reply) {
    if (reply.announce) this.announce(reply.announce);
    this.carried = reply.announce ?? "";
    if (reply.problem) this.announce(reply.problem, "problem");
    if (reply.download) download(reply.download, reply.buffers[0]);
    if (reply.go !== undefined && this.routed && reply.go !== location.hash) {
      location.hash = reply.go;
    } else if (reply.focus) {
      this.el.querySelector(reply.focus)?.focus();
    }
  }

  announce(text, kind = "status") {
    const place = this.el.querySelector(`[data-announce="${kind}"]`);
    if (place) place.textContent = text;
  }

  // --- what people do ------------------------------------------------------------

  listen() {
    this.el.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-do]");
      if (button && !button.disabled) {
        event.preventDefault();
        this.act(button.dataset.do, { ...button.dataset, ...formValues(button.closest("form")) });
      }
    });
    this.el.addEventListener("submit", (event) => {
      event.preventDefault();
      const form = event.target;
      if (form.dataset.do) this.act(form.dataset.do, formValues(form));
    });
    this.el.addEventListener("change", (event) => {
      const form = event.target.closest("form[data-on-change]");
      if (form) this.act(form.dataset.onChange, formValues(form));
    });
    this.el.addEventListener("input", (event) => {
      if (event.target.matches("[data-filter]")) filter(this.el, event.target);
    });
    if (this.routed) {
      addEventListener("hashchange", () => this.goTo());
    } else {
      this.el.addEventListener("click", (event) => this.followLink(event));
      // A notebook takes Enter for its own, even in a field of a widget (ipywidgets issue 3950).
      this.el.addEventListener("keydown", (event) => event.stopPropagation());
    }
  }

  /** A widget alone in a notebook has no address of its own: its links are asked of the kernel. */
  async followLink(event) {
    const link = event.target.closest('a[href^="#/"]');
    if (!link) return;
    event.preventDefault();
    await this.saver.flush();
    try {
      this.follow(await this.ask({ do: "open", route: link.getAttribute("href") }));
    } catch {
      this.recover();
    }
  }

  async goTo() {
    // What an action said before it led here is still news; anything older is not.
    this.announce(this.carried ?? "");
    this.carried = "";
    this.announce("", "problem");
    this.showPage();
    await this.saver.flush();
    try {
      this.follow(await this.ask({ do: "open", route: location.hash }));
      scrollTo(0, 0);
      const heading = this.el.querySelector("[data-page]:not([hidden]) h1");
      heading?.focus({ preventScroll: true });
    } catch {
      this.recover();
    }
  }

  async act(name, values) {
    this.acting += 1;
    this.announce("", "problem");
    this.announce("");
    const slow = setTimeout(() => this.announce("Working…"), SLOW_MS);
    await this.saver.flush();
    try {
      // Making a document may take longer than a keystroke.
      this.follow(await this.ask({ do: name, values }, ACT_WITHIN_MS));
    } catch {
      this.recover();
    } finally {
      clearTimeout(slow);
      this.acting -= 1;
      if (this.acting === 0) this.show();
    }
  }
}

/** The page a fragment names: `#/target/x` is `target`. */
function routeName(hash) {
  return hash.replace(/^#\/?/, "").split("/")[0] || "ladder";
}

/** Everything a form holds, as lists of values by name. */
export function formValues(form) {
  const values = {};
  if (!form) return values;
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") (values[name] ??= []).push(value);
  }
  return values;
}

/** Show only the options of a list that hold every word typed into its filter. */
function filter(root, input) {
  const list = root.querySelector(`#${CSS.escape(input.dataset.filter)}`);
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of list.querySelectorAll("[data-words]")) {
    const hit = words.every((word) => item.dataset.words.includes(word));
    item.hidden = !hit;
    if (hit) shown++;
  }
  const count = root.querySelector(`#${CSS.escape(input.dataset.filter)}-count`);
  if (count) count.textContent = shown === 1 ? "1 programme matches" : `${shown} programmes match`;
}

function download({ name, type }, buffer) {
  const url = URL.createObjectURL(new Blob([buffer], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

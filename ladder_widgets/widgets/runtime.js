// What every Ladder widget runs in the browser. The kernel sends HTML (`parts`); this file shows
// it without disturbing what somebody is typing, sends what is done and typed, and says "saved"
// only for what the kernel acknowledged as committed.
import { Idiomorph } from "idiomorph/dist/idiomorph.esm.js";

import { copyText } from "./copy.js";
import {
  changedFields,
  chooseTab,
  count,
  countWords,
  filter,
  formValues,
  prefixIds,
  putBack,
  tabKey,
} from "./fields.js";
import { Marks } from "./marks.js";
import { Saver } from "./saver.js";
import { LocalTravel, Travel, pageName } from "./travel.js";
import { upload } from "./upload.js";

const ANSWER_WITHIN_MS = 3000;
const FIRST_ANSWER_WITHIN_MS = 15_000;
const ACT_WITHIN_MS = 60_000;
const SLOW_MS = 400;
const LATER_MS = 500;
const WORKING = "Working…";
const RETRY_MS = [0, 500, 1000, 2000, 4000, 8000];
const NO_TAB = { keep() {}, clear() {}, unsaved: () => null };
const MESSAGES =
  '<p class="ladder-status" role="status" data-announce="status"></p>' +
  '<p class="ladder-problem" role="alert" data-announce="problem"></p>' +
  '<p class="nhsuk-u-visually-hidden" role="status" data-announce="aside"></p>';
const OWN_TO_BROWSER = {
  DETAILS: ["open"],
  BUTTON: ["aria-selected", "tabindex", "aria-busy"],
  DIV: ["hidden"],
};

/** Show the widget `model` in `el`.
 *
 * `renew` (page only) resolves to a model on a fresh kernel; without it a lost kernel is only
 * reported. `live` is the element that carries `data-ladder="live"` once the kernel answered;
 * `shown` is called whenever HTML was put in place; `tab` keeps what is not saved yet.
 */
export function mount({ model, el, renew, live = el, shown = () => {}, tab = NO_TAB }) {
  return new Runtime({ model, el, renew, live, shown, tab });
}

class Runtime {
  constructor({ model, el, renew, live, shown, tab }) {
    this.el = el;
    this.shown = shown;
    this.renew = renew;
    this.live = live;
    this.waiting = new Map();
    this.watched = new Set();
    this.nextId = 1;
    this.renewing = null;
    this.acting = 0;
    this.unfinished = null;
    this.touches = 0;
    // A page holds one app; a notebook may hold the same form twice.
    this.prefix = renew ? "" : `l${crypto.getRandomValues(new Uint32Array(1))[0]}-`;
    const arrive = (kept) => this.arrive(kept);
    this.travel = renew ? new Travel(arrive) : new LocalTravel(arrive);
    el.classList.add("ladder");
    // Lumino asks for this before it runs JupyterLab's single-letter shortcuts.
    el.dataset.lmSuppressShortcuts = "true";
    this.saver = new Saver({
      el,
      tab,
      // While the kernel does something else for long, a save waits for its turn.
      ask: (message) => this.ask(message, this.acting ? ACT_WITHIN_MS : ANSWER_WITHIN_MS),
      lost: () => this.recover(),
      say: (text, kind) => this.announce(text, kind),
      saved: () => this.marks.later(),
      rename: (route) => {
        this.travel.rename(route);
        this.opened(route);
      },
    });
    this.marks = new Marks({
      el,
      prefix: this.prefix,
      ask: (message) => this.ask(message),
      flush: () => this.saver.flush(),
      dirty: () => this.saver.dirty,
      say: (text) => this.announce(text, "aside"),
    });
    this.listen();
    this.paint();
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
      const late = await this.saver.sendLate();
      if (late.go && this.travel.route.startsWith("#/reflect/new")) {
        this.travel.rename(late.go);
        this.showPage();
      }
      // On a slow line the connection itself takes its time; later silence means a lost kernel.
      const { route } = this.travel;
      const within = this.live.dataset.ladder === "lost" ? ANSWER_WITHIN_MS : FIRST_ANSWER_WITHIN_MS;
      const reply = await this.ask({ do: "open", route: this.asked, full }, within);
      if (reply.state) this.model.fill(reply.state);
      this.live.dataset.ladder = "live";
      this.opened(route);
      this.follow(reply);
      if (!reply.later) this.beginAgain();
      if (late.announce) this.announce(late.announce);
      if (late.problem) this.announce(late.problem, "problem");
      this.saver.resume();
    } catch {
      this.recover();
    }
  }

  /** Send a request; resolves to the kernel's own reply, rejects when none comes in time. */
  ask(message, within = ANSWER_WITHIN_MS, buffers = undefined) {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        reject(new Error("no answer"));
      }, within);
      this.waiting.set(id, { resolve, timer });
      this.model.send({ ...message, id }, undefined, buffers);
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
    this.saver.lose();
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

  /** Somebody comes back to the page: show what the store holds now, on a new kernel if need be. */
  async wake() {
    if (this.live.dataset.ladder !== "live") return;
    try {
      await this.saver.flush();
      // No route: everything is shown anew where it is, and nothing that was chosen is put back.
      await this.ask({ do: "open" });
    } catch {
      this.recover();
    }
  }

  /** The route as the kernel is asked for it: a form that is begun here keeps its entry's id. */
  get asked() {
    const { route } = this.travel;
    if (!this.renew && !route) return undefined;
    const form = this.page.querySelector("form[data-entry]");
    const begun = form && route.startsWith("#/reflect/new") && this.shows(this.page, route);
    return begun ? `${route}/as/${form.dataset.entry}` : route;
  }

  /** Nothing of anybody stays in the page, and nothing more comes into it (page only). */
  forget() {
    this.saver.forget();
    this.model.mute();
    this.el.replaceChildren();
    document.title = "Leadership Ladder";
  }

  // --- showing ---------------------------------------------------------------

  /** Take over what the server painted; a blank form comes with it, so that writing can begin. */
  paint() {
    for (const page of this.el.querySelectorAll("[data-page]")) page.dataset.shown = `#/${page.dataset.page}`;
    const { route } = this.travel;
    const blank = this.el.querySelector(`template[data-route="${CSS.escape(route)}"]`);
    if (blank) {
      const page = this.el.querySelector(`[data-page="${pageName(route)}"]`);
      page.replaceChildren(blank.content.cloneNode(true));
      page.dataset.shown = route;
    }
    for (const used of this.el.querySelectorAll("template[data-route]")) used.remove();
    this.showPage();
    this.shown();
  }

  show() {
    const names = this.model.get("part_names");
    if (!names) return;
    if (!this.el.querySelector("[data-part]")) {
      const shell = this.model.get("html_shell") ?? '<div data-part="main"></div>';
      this.el.replaceChildren(this.parse(shell));
      if (!this.hasPages) this.el.insertAdjacentHTML("afterbegin", MESSAGES);
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
    // A page that the kernel has not opened yet: what the server painted stays to be seen.
    if (html === "" && place.shownHtml === undefined) return;
    // With more than one request under way this HTML answers an older one: what was chosen since
    // would be put back. The last answer shows everything.
    if (this.acting > 1) return;
    this.morph(place, html);
    place.shownHtml = html;
    this.saver.show();
    this.shown();
  }

  parse(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    if (this.prefix) prefixIds(template.content, this.prefix);
    return template.content;
  }

  morph(place, html) {
    const kept = this.saver.keepTyped(place);
    // Over the server's painting: what was typed or ticked before the kernel answered stays.
    const changed = place.shownHtml === undefined ? changedFields(place) : new Map();
    const focused = place.contains(document.activeElement) ? document.activeElement : null;
    Idiomorph.morph(place, [...this.parse(html).childNodes], {
      morphStyle: "innerHTML",
      // Of a field only: a heading that has the focus still gets its new words.
      ignoreActiveValue: focused?.matches("input, textarea, select") ?? false,
      callbacks: {
        // The browser's own: see marks.js.
        beforeNodeMorphed: (element) => !element.matches?.("[data-marks]"),
        beforeAttributeUpdated: (name, element) =>
          !(OWN_TO_BROWSER[element.tagName]?.includes(name) && mayKeep(element, name)),
      },
    });
    putBack(place, changed);
    kept.restore();
    countWords(place);
    this.marks.draw();
    if (focused && !focused.isConnected) this.refocus(place, focused);
  }

  /** What had the focus is gone: its successor by id, else the page's heading, gets it. */
  refocus(place, gone) {
    if (document.activeElement && document.activeElement !== document.body) return;
    const next = gone.id ? place.querySelector(`#${CSS.escape(gone.id)}`) : null;
    (next ?? place.querySelector("h1, h2, [tabindex]"))?.focus({ preventScroll: true });
  }

  /** Whether this is the whole app; a component alone has no pages to move between. */
  get hasPages() {
    return this.el.querySelector("[data-page]") !== null;
  }

  get page() {
    return this.el.querySelector("[data-page]:not([hidden])") ?? this.el;
  }

  showPage() {
    const pages = [...this.el.querySelectorAll("[data-page]")];
    if (pages.length === 0) return;
    const { route } = this.travel;
    const page = pages.find((p) => p.dataset.page === pageName(route)) ?? pages[0];
    for (const p of pages) p.hidden = p !== page;
    // Another target than the one shown here last: its words must not stand under this address.
    page.toggleAttribute("data-stale", !this.shows(page, route));
    for (const link of this.el.querySelectorAll("[data-nav]:is(a)")) {
      if (link.dataset.nav === page.dataset.nav) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    this.entitle(page);
  }

  /** The route that a page shows when it is asked for `route`: its own start for another's. */
  own(page, route) {
    return route && pageName(route) === page.dataset.page ? route : `#/${page.dataset.page}`;
  }

  shows(page, route) {
    return page.dataset.shown === this.own(page, route);
  }

  entitle(page) {
    const heading = page.querySelector("h1");
    // The browser's history keeps titles: a trainee's words are none of them.
    const title = heading?.dataset.title ?? heading?.textContent.trim();
    if (title && this.renew) document.title = `${title} – Leadership Ladder`;
  }

  /** The kernel has opened a route: if it is still the one asked for, the page shows it. */
  opened(route) {
    if (!this.hasPages || route !== this.travel.route) return;
    const { page } = this;
    page.dataset.shown = this.own(page, route);
    page.removeAttribute("data-stale");
    this.entitle(page);
    this.marks.later();
  }

  /** Do what a reply asks for: say something, hand over a file, go somewhere. */
  follow(reply) {
    if (reply.announce) this.announce(reply.announce);
    this.carried = reply.announce ?? "";
    if (reply.say) this.announce(reply.say, "aside");
    if (reply.drop) this.drop();
    if (reply.later) this.later(reply.later);
    if (reply.take) this.take(reply.take);
    if (reply.base) this.saver.insist(reply.base);
    if (reply.problem) this.announce(reply.problem, "problem");
    if (reply.download) download(reply.download, reply.buffers[0]);
    if (reply.go !== undefined && this.hasPages && reply.go !== this.travel.route) {
      this.travel.go(reply.go);
    } else if (reply.focus) {
      this.page.querySelector(reply.focus.replace("#", `#${this.prefix}`))?.focus();
    }
  }

  /** What was on its way when the kernel was lost went with it: a new one is asked for it again. */
  beginAgain() {
    const { unfinished } = this;
    this.unfinished = null;
    if (unfinished) this.act(unfinished.name, unfinished.values);
  }

  /** Ask again in a moment how far something has come; only the last to be asked for counts. */
  later(name) {
    clearTimeout(this.coming);
    this.coming = setTimeout(async () => {
      try {
        const reply = await this.ask({ do: name, values: {} });
        if (!reply.later && !reply.take) this.unfinished = null;
        this.follow(reply);
      } catch {
        this.recover();
      }
    }, LATER_MS);
  }

  /** Fetch what came to its end: a large file may take longer on a slow line than word of it. */
  async take(name) {
    await this.act(name, {});
    if (this.live.dataset.ladder === "live") this.unfinished = null;
  }

  /** What was typed gives way to what the kernel holds. */
  drop() {
    this.saver.forget();
    for (const place of this.el.querySelectorAll("[data-part]")) place.shownHtml = null;
    this.show();
  }

  /** Put a text where screen readers notice it: `status`, `problem`, or `aside` (not seen). */
  announce(text, kind = "status") {
    const place = this.el.querySelector(`[data-announce="${kind}"]`);
    if (place && place.textContent !== text) place.textContent = text;
  }

  // --- what people do ------------------------------------------------------------

  listen() {
    this.el.addEventListener("click", (event) => this.click(event));
    this.el.addEventListener("submit", (event) => {
      event.preventDefault();
      const form = event.target;
      if (form.dataset.do) this.act(form.dataset.do, formValues(form, event.submitter), event.submitter);
    });
    this.el.addEventListener("change", (event) => {
      if (event.target.matches("input[data-upload]")) this.upload(event.target);
      const form = event.target.closest("form[data-on-change]");
      if (form) this.act(form.dataset.onChange, formValues(form));
    });
    this.el.addEventListener("focusout", (event) => {
      const group = event.target.closest("[data-on-leave]");
      if (!group || !group.dataset.touched || group.contains(event.relatedTarget)) return;
      delete group.dataset.touched;
      this.act(group.dataset.onLeave, formValues(group.closest("form")));
    });
    this.el.addEventListener("input", (event) => {
      if (event.target.matches("[data-filter]")) filter(this.el, event.target);
      if (event.target.matches("textarea")) countWords(this.el);
      if (event.target.maxLength > 0) count(this.el, event.target);
      const group = event.target.closest("[data-on-leave]");
      if (group) group.dataset.touched = "yes";
    });
    this.el.addEventListener("keydown", (event) => {
      if (event.target.matches("[role=tab]")) tabKey(event);
      // A notebook takes Enter for its own, even in a field of a widget (ipywidgets issue 3950).
      if (!this.renew) event.stopPropagation();
    });
    for (const kind of ["keydown", "pointerdown", "wheel", "touchmove"]) {
      addEventListener(kind, () => { this.touches += 1; }, { capture: true, passive: true });
    }
    if (this.renew) {
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "visible") this.wake();
      });
    }
  }

  click(event) {
    const tab = event.target.closest("[role=tab]");
    if (tab) chooseTab(tab);
    const button = event.target.closest("button[data-do]");
    if (button && !button.disabled) {
      event.preventDefault();
      this.act(button.dataset.do, { ...button.dataset, ...formValues(button.closest("form")) }, button);
    }
    const copy = event.target.closest("button[data-copy]");
    if (copy) copyText(this.el, copy, (text) => this.announce(text, "aside"));
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const to = link.getAttribute("href");
    if (!to.startsWith("#/")) this.jump(to);
    else if (this.hasPages) this.travel.go(to, to);
    else this.askFor(to);
  }

  /** A link within the page (skip link, error summary): to the field, label in view. */
  jump(to) {
    const field = this.el.querySelector(`#${CSS.escape(to.slice(1))}`);
    if (!field) return;
    (field.closest(".nhsuk-form-group") ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  }

  /** A widget alone in a notebook has no address of its own: its links are asked of the kernel. */
  async askFor(route) {
    await this.saver.flush();
    try {
      this.follow(await this.ask({ do: "open", route }));
    } catch {
      this.recover();
    }
  }

  async arrive(kept) {
    // What an action said before it led here is still news; anything older is not.
    this.announce(this.carried ?? "");
    this.carried = "";
    this.announce("", "problem");
    this.showPage();
    this.travel.stand(this.page, kept);
    const { route } = this.travel;
    const { touches } = this;
    await this.saver.flush();
    try {
      const reply = await this.ask({ do: "open", route });
      if (route !== this.travel.route) return;
      this.opened(route);
      // Whoever went on in the meantime (typed, scrolled, moved the focus) is not called back.
      if (touches === this.touches) this.travel.stand(this.page, kept);
      this.follow(reply);
    } catch {
      this.recover();
    }
  }

  async act(name, values, button = null) {
    this.acting += 1;
    this.announce("", "problem");
    this.announce("");
    const slow = setTimeout(() => this.wait(button, true), SLOW_MS);
    await this.saver.flush();
    try {
      // Making a document may take longer than a keystroke.
      const reply = await this.ask({ do: name, values }, ACT_WITHIN_MS);
      if (reply.later) this.unfinished = { name, values };
      this.follow(reply);
    } catch {
      this.recover();
    } finally {
      clearTimeout(slow);
      this.wait(button, false);
      this.acting -= 1;
      if (this.acting === 0) this.show();
      this.marks.later();
    }
  }

  /** Add the files that were chosen: in pieces, each answered before the next is sent. */
  async upload(input) {
    this.acting += 1;
    this.announce("", "problem");
    await this.saver.flush();
    try {
      await upload(input, {
        ask: (values, piece) =>
          this.ask({ do: input.dataset.command ?? "attach", values }, ACT_WITHIN_MS, [piece]),
        follow: (reply) => this.follow(reply),
        say: (text) => this.announce(text),
        refuse: (text) => this.announce(text, "problem"),
      });
    } catch {
      this.announce("");
      this.announce("The file was not added. Choose it again.", "problem");
      this.recover();
    } finally {
      this.acting -= 1;
      if (this.acting === 0) this.show();
    }
  }

  /** Show that something takes a while, on the button that began it and in words. */
  wait(button, yes) {
    const place = this.el.querySelector('[data-announce="status"]');
    if (yes) this.announce(WORKING);
    else if (place?.textContent === WORKING) this.announce("");
    if (yes) button?.setAttribute("aria-busy", "true");
    else button?.removeAttribute("aria-busy");
  }
}

/** Whether an attribute that the browser changed is kept over the kernel's HTML. */
function mayKeep(element, name) {
  return name !== "hidden" || element.getAttribute("role") === "tabpanel";
}

function download({ name, type }, buffer) {
  const url = URL.createObjectURL(new Blob([buffer], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

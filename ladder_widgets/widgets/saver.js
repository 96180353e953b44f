// Keeps a reflection: every change of its form is sent within a quarter of a second, one save at a
// time, and counts as saved only when the kernel answers that this very sequence is committed.
import { formValues } from "./fields.js";

const PAUSE_MS = 250;
const REFUSED_RETRY_MS = 3000;
const SAY_SAVED_AFTER_MS = 2000;
const SAY_LOST_AFTER_MS = 3000;
const FORM = "form[data-entry]";

export class Saver {
  /** `ask` sends a save and resolves to its reply; `lost` is called when no reply comes.
   *
   * `tab` keeps what is not acknowledged in this tab; `say(text, kind)` tells screen readers; `saved()` hears that nothing is left to send;
   * `rename(route)` gives a new entry its address.
   */
  constructor({ el, tab, ask, lost, say, saved, rename }) {
    this.el = el;
    this.tab = tab;
    this.ask = ask;
    this.lost = lost;
    this.tell = say;
    this.heard = saved;
    this.rename = rename;
    this.writer = randomId();
    this.entry = null;
    this.base = 0;
    this.seq = 0;
    this.saved = 0;
    this.values = null;
    this.state = "";
    this.timer = null;
    this.sending = null;
    this.stuck = 0;
    this.late = tab.unsaved();
    for (const kind of ["input", "change"]) el.addEventListener(kind, (event) => this.note(event));
    // Somebody who leaves in the middle of a word is asked before the word is gone.
    addEventListener("beforeunload", (event) => {
      if (this.dirty) event.preventDefault();
    });
  }

  get dirty() {
    return this.seq > this.saved;
  }

  // --- noticing ----------------------------------------------------------------

  note(event) {
    const form = event.target.closest(FORM);
    if (!form || !event.target.name || "aside" in event.target.dataset) return;
    this.take(form);
    this.seq += 1;
    this.values = formValues(form);
    this.tab.keep(this.message(this.seq));
    this.say("saving");
    this.timer ??= setTimeout(() => this.push(), this.sending ? PAUSE_MS : 0);
  }

  /** Follow the form that is shown now; another entry starts its own count. */
  take(form) {
    if (form.dataset.entry === this.entry) return;
    this.entry = form.dataset.entry;
    this.base = Number(form.dataset.base);
    this.saved = this.seq;
  }

  // --- sending -------------------------------------------------------------------

  async push() {
    this.timer = null;
    if (this.sending || !this.dirty || this.seq === this.stuck) return;
    const seq = this.seq;
    this.sending = this.ask({ do: "save", values: this.message(seq) });
    try {
      const reply = await this.sending;
      this.sending = null;
      this.taken(seq, reply);
    } catch {
      this.sending = null;
      this.lost();
    }
  }

  message(seq) {
    return {
      ...this.values,
      "save-entry": this.entry,
      "save-base": this.base,
      "save-writer": this.writer,
      "save-seq": seq,
    };
  }

  /** What this tab kept from before it was loaded again goes to the kernel first. */
  async sendLate() {
    if (!this.late) return {};
    const reply = await this.ask({ do: "save-late", values: this.late });
    if (reply.problem) return reply;
    this.late = null;
    if (!this.dirty) this.tab.clear();
    return reply;
  }

  /** Nothing of what was typed is to be sent any more: the kernel's HTML counts. */
  forget() {
    clearTimeout(this.timer);
    this.timer = null;
    this.saved = this.seq;
    this.entry = null;
    this.values = null;
    this.late = null;
    this.stuck = 0;
    this.state = "";
    this.tab.clear();
  }

  /** Write over what somebody else wrote: it was seen, and is revision `base` now. */
  insist(base) {
    this.base = base;
    this.stuck = 0;
    this.push();
  }

  taken(seq, reply) {
    if (reply.saved) {
      this.base = reply.saved.revision;
      this.saved = Math.max(this.saved, reply.saved.seq);
      this.say(this.dirty ? "saving" : "saved", clock(reply.saved.at));
      if (!this.dirty) {
        this.tab.clear();
        this.heard();
      }
      if (this.form() && location.hash.startsWith("#/reflect/new")) {
        this.rename(`#/reflect/${this.entry}`);
      }
    } else {
      this.say("refused", reply.refused ?? reply.problem);
      // Somebody else wrote meanwhile: it is the trainee's to choose, not to be tried again. What
      // is typed on is sent, so that the two are compared as they are now.
      this.stuck = reply.conflict ? seq : 0;
      this.timer ??= setTimeout(() => this.push(), REFUSED_RETRY_MS);
    }
    if (this.seq > seq) this.timer ??= setTimeout(() => this.push(), PAUSE_MS);
  }

  /** Send what is not yet saved and wait for the answer, so that what follows sees it. */
  async flush() {
    clearTimeout(this.timer);
    this.timer = null;
    while (this.sending) await this.sending.catch(() => {});
    if (this.dirty) await this.push();
  }

  /** A fresh kernel is there: what the lost one did not acknowledge goes to it. */
  resume() {
    if (this.dirty) this.push();
    else this.show();
  }

  // --- saying --------------------------------------------------------------------

  form() {
    return this.entry ? this.el.querySelector(`form[data-entry="${this.entry}"]`) : null;
  }

  say(state, detail = this.detail) {
    this.state = state;
    this.detail = detail;
    this.show();
    this.speak();
  }

  /** The kernel is gone: say so of what it has not acknowledged. */
  lose() {
    if (this.dirty) this.say("lost");
  }

  /** A screen reader hears of a failure, and "saved" only after a pause in the writing. */
  speak() {
    clearTimeout(this.quiet);
    if (this.state === "saved") {
      this.tell("", "problem");
      this.quiet = setTimeout(() => this.tell("Saved", "aside"), SAY_SAVED_AFTER_MS);
    } else if (this.state === "saving") {
      this.tell("", "aside");
    } else if (this.state === "refused") {
      this.tell(this.text, "problem");
    } else {
      // A kernel that is replaced within a breath is no news.
      this.quiet = setTimeout(() => this.tell(this.text, "problem"), SAY_LOST_AFTER_MS);
    }
  }

  get text() {
    return {
      saving: "Saving…",
      saved: `Saved ${this.detail ?? ""}`.trim(),
      lost: "Not saved: kept in this tab. Trying again…",
      refused: `Not saved: ${this.detail}`,
    }[this.state];
  }

  show() {
    const form = this.form();
    if (!form || !this.state) return;
    for (const area of form.querySelectorAll("textarea")) area.dataset.saved = String(this.saved);
    const place = form.querySelector("[data-save-state]");
    if (!place) return;
    if (place.textContent !== this.text) place.textContent = this.text;
    place.dataset.saveState = this.state;
  }

  // --- keeping -------------------------------------------------------------------

  /** Remember what the open form holds while its HTML is replaced around it.
   *
   * For a form that somebody writes in, the browser knows best: the kernel's HTML may be older.
   */
  keepTyped(place) {
    const form = this.form();
    const own = form && place.contains(form) && this.state !== "";
    const kept = own ? [...form.elements].filter((e) => e.matches("textarea, input[type=text]")) : [];
    const values = kept.map((e) => [e.id, e.value]);
    return {
      restore: () => {
        if (this.form() !== form) return;
        for (const [id, value] of values) {
          const field = id && form.elements.namedItem(id) ? form.querySelector(`#${CSS.escape(id)}`) : null;
          if (field && field.value !== value) field.value = value;
        }
      },
    };
  }
}

/** A moment as UK readers write the time of day, on this machine's clock. */
function clock(moment) {
  return new Date(moment).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
}

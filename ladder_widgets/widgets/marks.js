// Marks what may identify somebody in the fields of a reflection. A text area can show nothing but
// its text, so the marks are lines on a layer above it: the same text, not to be seen, aligned.
// Screen readers have the list below each field instead.
const PAUSE_MS = 400;
const LOOKS = 5;
const LAYER = "[data-marks]";
const SAME = ["font", "letterSpacing", "wordSpacing", "lineHeight", "padding", "textIndent", "tabSize", "direction"];

export class Marks {
  /** `ask` sends a request and resolves to its reply; `flush` resolves once all is saved that can
   * be; `dirty` says whether a save is still to come. Ids of fields begin with `prefix` here, not in
   * the kernel.
   */
  constructor({ el, prefix, ask, flush, dirty, say }) {
    this.el = el;
    this.prefix = prefix;
    this.ask = ask;
    this.flush = flush;
    this.dirty = dirty;
    this.say = say;
    this.marks = new Map();
    this.texts = new Map();
    this.timer = null;
    this.sizes = new ResizeObserver((changes) => changes.forEach(({ target }) => this.align(target)));
    el.addEventListener("input", ({ target }) => this.typed(target));
    el.addEventListener("scroll", ({ target }) => this.scrolled(target), { capture: true });
    el.addEventListener("click", ({ target }) => {
      const button = target.closest("[data-replace]");
      if (button) this.replace(button.dataset);
    });
  }

  // --- asking ------------------------------------------------------------------

  /** Something was saved or another form is shown: look at it after a pause.
   *
   * A kernel that looks for the first time, on a machine that does other work, may answer too late.
   */
  later(times = LOOKS) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.look().catch(() => times > 1 && this.later(times - 1));
    }, PAUSE_MS);
  }

  async look() {
    const form = this.form();
    // What is not saved yet is looked at once it is.
    if (!form || form.dataset.base === "0" || this.dirty()) return;
    const asked = new Map(this.fields().map((field) => [field.id, field.value]));
    const reply = await this.ask({ do: "look", values: { entry: form.dataset.entry } });
    if (!reply.marks || this.form()?.dataset.entry !== form.dataset.entry) return;
    for (const field of this.fields()) {
      // A text that changed since has another answer under way.
      if (asked.get(field.id) !== field.value) continue;
      this.marks.set(field.id, reply.marks[field.id.slice(this.prefix.length)] ?? []);
      this.texts.set(field.id, field.value);
    }
    if (reply.say) this.say(reply.say);
    this.draw();
  }

  form() {
    return this.el.querySelector("form[data-entry]");
  }

  fields() {
    return [...(this.form()?.querySelectorAll("textarea[id], input[type=text][id]:not([data-aside])") ?? [])];
  }

  // --- drawing -----------------------------------------------------------------

  /** Put the marks on the layers of the form that is shown; what was for other words goes. */
  draw() {
    for (const field of this.fields()) {
      if (this.texts.get(field.id) !== field.value) this.marks.delete(field.id);
      const layer = layerOf(field);
      if (!layer) continue;
      layer.replaceChildren(...pieces(field.value, this.marks.get(field.id) ?? []));
      if (layer.hasChildNodes()) {
        this.sizes.observe(field);
        this.align(field);
      } else {
        // Without marks it follows no size: on a page that grew narrower it would stick out.
        layer.removeAttribute("style");
      }
    }
  }

  align(field) {
    const layer = layerOf(field);
    if (!layer?.hasChildNodes()) return;
    const style = getComputedStyle(field);
    for (const name of SAME) layer.style[name] = style[name];
    layer.style.left = `${field.clientLeft}px`;
    layer.style.top = `${field.clientTop}px`;
    layer.style.width = `${field.clientWidth}px`;
    layer.style.height = `${field.clientHeight}px`;
    this.scrolled(field);
  }

  scrolled(field) {
    const layer = field.matches?.("textarea") ? layerOf(field) : null;
    if (layer) layer.scrollTop = field.scrollTop;
  }

  /** Marks move with the text around them; one whose own words change goes until the next look. */
  typed(field) {
    const marks = this.marks.get(field.id);
    const old = this.texts.get(field.id);
    if (!marks || old === undefined) return;
    const { value } = field;
    this.texts.set(field.id, value);
    if (marks.length === 0) return;
    const before = sharedStart(old, value);
    const after = sharedEnd(old, value, before);
    const moved = value.length - old.length;
    this.marks.set(
      field.id,
      marks.flatMap(([start, end, ...rest]) => {
        if (end <= before) return [[start, end, ...rest]];
        return start >= old.length - after ? [[start + moved, end + moved, ...rest]] : [];
      }),
    );
    const layer = layerOf(field);
    layer?.replaceChildren(...pieces(value, this.marks.get(field.id)));
    this.align(field);
  }

  // --- changing ----------------------------------------------------------------

  /** Put other words in the place of what was found, wherever it stands, as if they were typed. */
  async replace({ replace: digest, field: id, with: words }) {
    const found = () => (this.marks.get(id) ?? []).filter((mark) => mark[2] === digest);
    // The list came before the marks, or the words changed since: where do they stand now? While
    // somebody types, or the kernel is busy, one look may not tell.
    for (let looks = 0; looks < LOOKS && found().length === 0; looks++) {
      await this.flush();
      await this.look().catch(() => {});
      if (found().length === 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    const field = this.el.querySelector(`#${CSS.escape(id)}`);
    const places = found();
    if (!field || places.length === 0) return;
    field.focus();
    for (const [start, end] of places.reverse()) {
      // Taken out, one of the spaces around it goes too.
      const space = words === "" && /(^|\s)$/.test(field.value.slice(0, start)) && field.value[end] === " ";
      field.setSelectionRange(start, end + (space ? 1 : 0));
      // The only way to change a field that its Undo knows of.
      const done = document.execCommand(words ? "insertText" : "delete", false, words);
      if (!done) {
        field.setRangeText(words);
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
    this.say("Changed. Undo brings it back.");
  }
}

function layerOf(field) {
  return field.parentElement?.querySelector(LAYER);
}

/** A text as nodes, marked stretches in `mark`; nothing at all without a mark. */
function pieces(text, marks) {
  if (marks.length === 0) return [];
  const nodes = [];
  let at = 0;
  for (const [start, end, , kept] of marks) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    mark.toggleAttribute("data-kept", kept);
    nodes.push(document.createTextNode(text.slice(at, start)), mark);
    at = end;
  }
  // A line end that nothing follows takes no room; in the field it does.
  nodes.push(document.createTextNode(`${text.slice(at)}\u200b`));
  return nodes;
}

function sharedStart(a, b) {
  const most = Math.min(a.length, b.length);
  let length = 0;
  while (length < most && a[length] === b[length]) length++;
  return length;
}

function sharedEnd(a, b, start) {
  const most = Math.min(a.length, b.length) - start;
  let length = 0;
  while (length < most && a[a.length - 1 - length] === b[b.length - 1 - length]) length++;
  return length;
}

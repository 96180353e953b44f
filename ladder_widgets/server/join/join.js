// The phone in a workshop: joins by a code, shows what is on, sends an answer until it is kept.
// What was typed and not sent yet stays in this tab; a phone that slept goes on where it was.

const $ = (id) => document.getElementById(id);
const KEY = "ladder-workshop";
const kept = () => JSON.parse(localStorage.getItem(KEY) ?? "{}");
const keep = (more) => localStorage.setItem(KEY, JSON.stringify({ ...kept(), ...more }));
const RETRY_MS = [500, 1000, 2000, 4000, 8000];

let state = null;
let asking = null;

function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

function say(text) { $("line").textContent = text; }
function problem(text) { $("problem").textContent = text; }

async function send(path, body) {
  const reply = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${kept().token ?? ""}` },
    body: JSON.stringify(body),
  });
  return { status: reply.status, ...(await reply.json()) };
}

// --- joining -----------------------------------------------------------------------

$("enter").addEventListener("submit", async (event) => {
  event.preventDefault();
  problem("");
  try {
    const reply = await send("/api/join", { code: $("code").value });
    if (reply.problem) return problem(reply.problem);
    localStorage.setItem(KEY, JSON.stringify({ token: reply.token, number: 0, code: clean($("code").value) }));
    follow();
  } catch {
    problem("No connection. Try again.");
  }
});

const clean = (typed) => typed.toUpperCase().replace(/[^A-Z0-9]/g, "");

function leave() {
  localStorage.removeItem(KEY);
  state = null;
  $("activity").hidden = true;
  $("enter").hidden = false;
}

// --- following the room --------------------------------------------------------------

async function follow() {
  $("enter").hidden = true;
  let tries = 0;
  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  while (!mine.signal.aborted) {
    try {
      const reply = await fetch(`/api/state?version=${encodeURIComponent(state?.version ?? "")}`, {
        headers: { Authorization: `Bearer ${kept().token ?? ""}` },
        signal: mine.signal,
      });
      if (reply.status === 401) return leave();
      if (!reply.ok) throw new Error(String(reply.status));
      show(await reply.json());
      say("");
      tries = 0;
      if (state.over) return;
      resend();
    } catch {
      if (mine.signal.aborted) return;
      say("No connection; trying again…");
      await new Promise((done) => setTimeout(done, RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]));
      tries += 1;
    }
  }
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && kept().token && !state?.over) follow();
});

// --- what is on ------------------------------------------------------------------------

function place() { return state.activity ? `${state.activity.id}${state.second ? "/2" : ""}` : ""; }

function show(next) {
  const before = state && `${place()}${state.open}${state.over}`;
  state = next;
  $("where").textContent = state.workshop;
  if (before === `${place()}${state.open}${state.over}`) return;
  const box = $("activity");
  box.hidden = false;
  box.replaceChildren(...content());
  document.title = state.activity ? `${state.activity.title} – ${state.workshop}` : state.workshop;
  const heading = box.querySelector("h1");
  heading.tabIndex = -1;
  if (before !== null) heading.focus();
}

function content() {
  if (state.over) {
    return [el("h1", {}, "Thank you"), el("p", {}, "This workshop is over."), take()];
  }
  const activity = state.activity;
  if (!activity) {
    return [el("h1", {}, "You are in"), el("p", { class: "quiet" }, "Look up: what comes next appears here by itself."), ...(state.take ? [take()] : [])];
  }
  const parts = [el("h1", {}, activity.title), el("p", {}, activity.ask)];
  if (activity.kind === "team") return [...parts, ...team(activity)];
  const form = el("form", { novalidate: true }, ...FIELDS[activity.kind](activity));
  form.append(el("button", {}, "Send"), el("p", { role: "status", class: "state" }));
  form.addEventListener("submit", (event) => { event.preventDefault(); answer(form, activity); });
  form.addEventListener("input", () => keep({ draft: { place: place(), fields: fieldsOf(form) } }));
  restore(form);
  if (!state.open) {
    form.querySelectorAll("input, textarea, select, button").forEach((field) => { field.disabled = true; });
    form.querySelector(".state").textContent = "Closed. Look at the screen.";
  } else if (state.mine) told(form, true);
  return [...parts, form];
}

function team(activity) {
  const until = state.until ? new Date(state.until) : null;
  const clock = until && until.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return [
    el("p", {}, clock ? `Until ${clock}, at tables of up to ${activity.size}.` : `${activity.minutes} minutes, at tables of up to ${activity.size}.`),
    el("p", {}, `Each table brings back: ${activity.brings}`),
    ...(activity.roles.length ? [el("p", {}, `Roles: ${activity.roles.join(", ")}. Share them out; each sheet is on your table.`)] : []),
  ];
}

const choice = (type, name, value, label) =>
  el("label", { class: "choice" }, el("input", { type, name, value }), label);

const FIELDS = {
  poll: (a) => [
    el("fieldset", {}, el("legend", {}, a.several ? "Choose one or more" : "Choose one"),
      ...a.options.map((o, i) => choice(a.several ? "checkbox" : "radio", "option", i, o))),
  ],
  scale: (a) => [
    el("fieldset", {}, el("legend", {}, state.second ? "Where are you now?" : "Where are you?"),
      el("div", { class: "points" }, ...Array.from({ length: a.points }, (_, i) => choice("radio", "point", i + 1, String(i + 1)))),
      el("p", { class: "ends" }, el("span", {}, `1: ${a.low}`), el("span", {}, `${a.points}: ${a.high}`))),
  ],
  wall: () => [
    el("label", { for: "text-0" }, "Your words"),
    el("textarea", { id: "text-0", name: "text", maxlength: 280 }),
    el("p", { class: "quiet" }, "Roles instead of names. The facilitator looks before the room sees it."),
  ],
  groups: (a) => [
    ...Array.from({ length: a.each }, (_, i) => el("div", {},
      el("label", { for: `text-${i}` }, a.each > 1 ? `Text ${i + 1}` : "Your words"),
      el("input", { id: `text-${i}`, name: "text", maxlength: 280, autocomplete: "off" }),
      ...(a.headings.length ? [el("label", { for: `head-${i}`, class: "quiet" }, "goes under"),
        el("select", { id: `head-${i}`, name: "heading" }, ...a.headings.map((h, n) => el("option", { value: n }, h)))] : []))),
    el("p", { class: "quiet" }, "Roles instead of names. The facilitator looks before the room sees it."),
  ],
  ranking: (a) => [
    el("fieldset", {}, el("legend", {}, `Place ${a.dots} dots; several on one is fine`),
      ...a.items.map((item, i) => el("div", { class: "row" },
        el("label", { for: `dots-${i}` }, item),
        el("input", { id: `dots-${i}`, name: "dots", type: "number", min: 0, max: a.dots, value: 0, inputmode: "numeric" })))),
  ],
  commitment: (a) => [
    el("label", { for: "what" }, "What will you do?"),
    el("textarea", { id: "what", name: "what", maxlength: 280 }),
    el("label", { for: "by" }, `By when? Within ${a["within-days"]} days`),
    el("input", { id: "by", name: "by", type: "date" }),
  ],
  reflection: (a) => [
    ...(a.starters.length ? [el("p", { class: "quiet" }, `To begin: ${a.starters.join(" · ")}`)] : []),
    ...a.prompts.flatMap((p) => [
      el("label", { for: `prompt-${p.id}` }, p.ask),
      el("textarea", { id: `prompt-${p.id}`, name: `prompt.${p.id}` }),
    ]),
    el("p", { class: "quiet" }, "Only you get this: take it with you at the end."),
  ],
};

function fieldsOf(form) {
  return [...new FormData(form)].filter(([, value]) => typeof value === "string");
}

const ANSWER = {
  poll: (f) => ({ kind: "chosen", options: f.getAll("option").map(Number) }),
  scale: (f) => ({ kind: "point", point: Number(f.get("point") ?? 0) }),
  wall: (f) => ({ kind: "texts", texts: f.getAll("text"), heading: [] }),
  groups: (f) => ({ kind: "texts", texts: f.getAll("text"), heading: f.getAll("heading").map(Number) }),
  ranking: (f) => ({ kind: "dots", dots: f.getAll("dots").map((d) => Number(d) || 0) }),
  commitment: (f) => ({ kind: "promise", what: f.get("what"), by: f.get("by") || "0001-01-01" }),
  reflection: (f) => ({
    kind: "written",
    texts: Object.fromEntries([...f].filter(([n]) => n.startsWith("prompt.")).map(([n, v]) => [n.slice(7), v])),
  }),
};

// --- sending ---------------------------------------------------------------------------

async function answer(form, activity) {
  const number = (kept().number ?? 0) + 1;
  const sent = {
    activity: activity.id,
    second: state.second,
    number,
    answer: ANSWER[activity.kind](new FormData(form)),
  };
  keep({ number, unsent: sent });
  await resend(form);
}

async function resend(form = document.querySelector("#activity form")) {
  const sent = kept().unsent;
  if (!sent) return;
  problem("");
  try {
    const reply = await send("/api/answer", sent);
    if (reply.status === 429) return setTimeout(() => resend(), 2000);
    if (kept().unsent?.number === sent.number) keep({ unsent: null });
    if (reply.problem) return problem(reply.problem);
    keep({ draft: null });
    if (state) state.mine = sent.answer;
    if (form?.isConnected) told(form, false);
  } catch {
    if (form?.isConnected) form.querySelector(".state").textContent = "Not sent yet; kept in this phone.";
  }
}

function told(form, quiet) {
  const line = form.querySelector(".state");
  line.className = "state saved";
  line.textContent = "Sent. You can change it while it is open.";
  form.querySelector("button").textContent = "Send again";
  if (!quiet) line.scrollIntoView({ block: "nearest" });
}

/** What was typed and not sent, or what was sent before. */
function restore(form) {
  const draft = kept().draft;
  if (draft?.place === place()) return fill(form, draft.fields);
  const mine = state.mine;
  if (!mine) return undefined;
  const pairs = {
    chosen: () => mine.options.map((o) => ["option", String(o)]),
    point: () => [["point", String(mine.point)]],
    texts: () => [...mine.texts.map((t) => ["text", t]), ...mine.heading.map((h) => ["heading", String(h)])],
    dots: () => mine.dots.map((d) => ["dots", String(d)]),
    promise: () => [["what", mine.what], ["by", mine.by]],
    written: () => Object.entries(mine.texts).map(([p, t]) => [`prompt.${p}`, t]),
  };
  return fill(form, pairs[mine.kind]());
}

function fill(form, pairs) {
  const taken = new Map();
  for (const [name, value] of pairs) {
    const fields = [...form.elements].filter((field) => field.name === name);
    const ticked = fields.find((f) => /radio|checkbox/.test(f.type) && f.value === value);
    if (ticked) { ticked.checked = true; continue; }
    const place = taken.get(name) ?? 0;
    taken.set(name, place + 1);
    if (fields[place] && !/radio|checkbox/.test(fields[place].type)) fields[place].value = value;
  }
}

// --- taking it along ---------------------------------------------------------------------

function take() {
  const line = el("p", { role: "status", class: "state" });
  const form = el("form", { id: "take" },
    el("h2", {}, "Take it with you"),
    el("p", {}, "One file: your answers as drafts for a portfolio, and a certificate. No account."),
    el("label", { for: "name" }, "A name for the certificate, if you want one"),
    el("input", { id: "name", name: "name", maxlength: 120, autocomplete: "name" }),
    choice("checkbox", "listed", "yes", "Put this name on the attendance list too"),
    el("p", { class: "quiet" }, "Without the tick the name is printed and forgotten. It is kept apart from your answers."),
    el("button", {}, "Take it with you"), line);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem("");
    const button = form.querySelector("button");
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    line.textContent = "Your file is being made…";
    const fields = new FormData(form);
    try {
      const reply = await fetch("/api/take", {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${kept().token ?? ""}` },
        body: JSON.stringify({ name: fields.get("name"), listed: fields.has("listed") }),
      });
      line.textContent = "";
      if (reply.ok) line.replaceChildren(...saved(await reply.blob(), reply.headers.get("Content-Disposition")));
      else problem((await reply.json()).problem);
    } catch {
      line.textContent = "";
      problem("No connection. Try again.");
    }
    button.removeAttribute("aria-disabled");
  });
  return form;
}

/** A link to press: phones keep a file only where a tap asks for it. */
function saved(blob, disposition) {
  const name = /filename="([\w.-]+)"/.exec(disposition ?? "")?.[1] ?? "workshop.zip";
  const file = new Blob([blob], { type: "application/zip" });
  const link = el("a", { href: URL.createObjectURL(file), download: name, class: "file" }, "Save the file");
  return ["It is ready. ", link, ` (${Math.ceil(blob.size / 1000)} kB). Open it in the ladder under Import, or keep the PDF in it.`];
}

// --- start -----------------------------------------------------------------------------

const code = decodeURIComponent(location.hash.slice(1));
if (code) {
  history.replaceState(null, "", location.pathname);
  $("code").value = code;
}
if (code && kept().code !== clean(code)) leave();
if (kept().token) follow();
else if (code) $("enter").requestSubmit();

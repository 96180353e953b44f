// What fields do by themselves in the browser: give their values, filter a list, count letters,
// show one tab of several. None of it is state that the kernel needs.

const REFERENCES = [
  "id",
  "for",
  "aria-describedby",
  "aria-labelledby",
  "aria-controls",
  "data-copy",
  "data-field",
  "data-filter",
];

/** Give every id below `root`, and what refers to it, a prefix: a notebook may hold two forms. */
export function prefixIds(root, prefix) {
  for (const name of REFERENCES) {
    for (const element of root.querySelectorAll(`[${name}]`)) {
      const ids = element.getAttribute(name).split(" ");
      element.setAttribute(name, ids.map((id) => prefix + id).join(" "));
    }
  }
  for (const link of root.querySelectorAll('a[href^="#"]:not([href^="#/"])')) {
    link.setAttribute("href", `#${prefix}${link.getAttribute("href").slice(1)}`);
  }
}

/** Everything a form holds, as lists of values by name. */
export function formValues(form, button = null) {
  const values = {};
  if (!form) return values;
  for (const [name, value] of new FormData(form, button)) {
    if (typeof value === "string") (values[name] ??= []).push(value);
  }
  return values;
}

/** Fields whose value somebody changed since the HTML came: id to how to set it again. */
export function changedFields(root) {
  const changed = new Map();
  for (const field of root.querySelectorAll("input[id], textarea[id], select[id]")) {
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked !== field.defaultChecked) changed.set(field.id, ["checked", field.checked]);
    } else if (field.tagName === "SELECT") {
      const chosen = [...field.options].find((option) => option.defaultSelected);
      if (field.value !== (chosen ?? field.options[0])?.value) changed.set(field.id, ["value", field.value]);
    } else if (field.value !== field.defaultValue) {
      changed.set(field.id, ["value", field.value]);
    }
  }
  return changed;
}

/** Put back what `changedFields` found, where the fields are still there. */
export function putBack(root, changed) {
  for (const [id, [property, value]] of changed) {
    const field = root.querySelector(`#${CSS.escape(id)}`);
    if (field && field[property] !== value) field[property] = value;
  }
}

/** Show only the options of a list with words that begin with each word typed into its filter. */
export function filter(root, input) {
  const list = root.querySelector(`#${CSS.escape(input.dataset.filter)}`);
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const item of list.querySelectorAll("[data-words]")) {
    const hit = words.every((word) => ` ${item.dataset.words}`.includes(` ${word}`));
    item.hidden = !hit;
    if (hit) shown++;
  }
  const count = root.querySelector(`#${CSS.escape(input.dataset.filter)}-count`);
  if (count) count.textContent = shown === 1 ? "1 programme matches" : `${shown} programmes match`;
}

/** Say below a field how many characters are left, once most of them are used. */
export function count(root, field) {
  const place = root.querySelector(`#${CSS.escape(field.id)}-count`);
  if (!place) return;
  const left = field.maxLength - [...field.value].length;
  const near = left <= field.maxLength / 4;
  place.textContent = near ? `${left} character${left === 1 ? "" : "s"} left` : "";
}

/** Say how many words stand under the prompts of an open form. */
export function countWords(root) {
  const place = root.querySelector("form[data-entry] [data-word-count]");
  if (!place) return;
  const areas = place.closest("form").querySelectorAll('textarea[name^="answer."]');
  const words = [...areas].flatMap((area) => area.value.split(/\s+/).filter(Boolean));
  if (place.textContent !== String(words.length)) place.textContent = String(words.length);
}

/** Show the panel of one tab and hide its neighbours. */
export function chooseTab(tab) {
  for (const other of tab.closest("[role=tablist]").querySelectorAll("[role=tab]")) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    const panel = tab.getRootNode().getElementById(other.getAttribute("aria-controls"));
    panel.hidden = !chosen;
  }
}

/** Move between tabs by arrow, Home and End, as the ARIA practices describe. */
export function tabKey(event) {
  const tabs = [...event.target.closest("[role=tablist]").querySelectorAll("[role=tab]")];
  const at = tabs.indexOf(event.target);
  const to = {
    ArrowRight: (at + 1) % tabs.length,
    ArrowLeft: (at - 1 + tabs.length) % tabs.length,
    Home: 0,
    End: tabs.length - 1,
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  chooseTab(tabs[to]);
  tabs[to].focus();
}

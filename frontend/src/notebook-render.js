// Shows what a cell or callback put out after the page was made, as `notebook_page.py` does before.
import { marked } from "marked";

import { clean } from "./notebook-clean.js";

const ANSI = /\x1b\[[0-9;?]*[A-Za-z]/g;
const NO_DESCRIPTION = "Picture without a description";

/** The element for one output; `show` puts the view of a widget into an element. */
export function output(message, show) {
  switch (message.output_type) {
    case "stream":
      return text(message.text);
    case "error":
      return failure(message.ename);
    default:
      return display(message, show);
  }
}

/** The element for a bundle of one thing in several formats: the first that can be shown. */
export function display({ data, metadata = {} }, show) {
  const view = data["application/vnd.jupyter.widget-view+json"];
  if (view && show) {
    const place = make("div", { className: "ladder-output__widget" });
    show(view.model_id, place);
    return place;
  }
  if (data["text/html"]) return html(joined(data["text/html"]));
  if (data["text/markdown"]) return html(marked.parse(joined(data["text/markdown"])));
  const svg = data["image/svg+xml"];
  if (svg) return image(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(joined(svg))}`, metadata["image/svg+xml"]);
  for (const type of ["image/png", "image/jpeg", "image/gif", "image/webp"]) {
    if (data[type]) return image(`data:${type};base64,${joined(data[type]).trim()}`, metadata[type]);
  }
  return text(joined(data["text/plain"] ?? data["text/latex"] ?? ""));
}

function html(source) {
  return make("div", { className: "ladder-output__html", innerHTML: tidy(clean(source)) });
}

/** pandas leaves the corner of a table empty: a heading without words is none. */
function tidy(safe) {
  return safe.replaceAll("<th></th>", "<td></td>");
}

/** Words as they are; of a line written over again and again only its last state. */
function text(source) {
  const lines = joined(source).replace(ANSI, "").replace(/\r\n/g, "\n").split("\n");
  const shown = lines.map((line) => line.replace(/\r+$/, "").split("\r").at(-1)).join("\n");
  return make("pre", { textContent: shown, tabIndex: 0 });
}

function image(src, { alt, width, height } = {}) {
  const picture = make("img", { src, alt: alt ?? NO_DESCRIPTION });
  if (Number(width)) picture.width = width;
  if (Number(height)) picture.height = height;
  return picture;
}

function failure(name) {
  return make("p", { className: "ladder-failure", textContent: `This did not run: ${name}.` });
}

function joined(source) {
  return Array.isArray(source) ? source.join("") : String(source);
}

function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

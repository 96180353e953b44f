// An esbuild plugin for two names that style sheets import: `ladder:nhs`, the NHS design system as
// far as our templates use it, and `ladder:components`, every sheet that lies beside a component.
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { PurgeCSS } from "purgecss";
import { compile } from "sass";

const widgets = resolve("..", "ladder_widgets", "widgets");
const SASS_ERROR_COLOUR = "#d5281b";
// The cross in a field of type "search" is a picture that we do not serve; we have no such field.
const CROSS_RULE = /[^{}]+\{[^{}]*nhsuk-icon-cross[^{}]*\}/g;

function find(extension) {
  return readdirSync(widgets, { recursive: true })
    .filter((name) => name.endsWith(extension) && !name.startsWith("static"))
    // What all share comes before what lies in a component's own folder.
    .sort((a, b) => a.split("/").length - b.split("/").length || a.localeCompare(b))
    .map((name) => join(widgets, name));
}

async function nhs() {
  const { css } = compile("src/nhs.scss", { loadPaths: ["node_modules"], quietDeps: true });
  const content = [...find(".html"), ...find(".js"), ...find(".py")];
  const [used] = await new PurgeCSS().purge({
    content,
    css: [{ raw: css }],
    // Class names and elements, `:` and `/` left out: our templates need neither.
    defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
  });
  return used.css.replaceAll(SASS_ERROR_COLOUR, "var(--error)").replaceAll(CROSS_RULE, "");
}

export const styles = {
  name: "ladder-styles",
  setup(build) {
    build.onResolve({ filter: /^ladder:/ }, ({ path }) => ({ path, namespace: "ladder" }));
    // ipywidgets sets its variables at the root, above the tokens of ours that they are made from.
    build.onLoad({ filter: /@jupyter-widgets.controls.css.[\w-]+\.css$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf-8").replaceAll(":root", ".ladder-notebook"),
      loader: "css",
    }));
    build.onLoad({ filter: /nhs$/, namespace: "ladder" }, async () => ({
      contents: await nhs(),
      loader: "css",
      resolveDir: widgets,
    }));
    build.onLoad({ filter: /components$/, namespace: "ladder" }, () => ({
      contents: find(".css").map((path) => `@import ${JSON.stringify(path)};`).join("\n"),
      loader: "css",
      resolveDir: widgets,
    }));
  },
};

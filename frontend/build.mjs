// Builds the page's bundle and the module and style sheet that JupyterLab loads.
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { build } from "esbuild";

const widgets = join("..", "ladder_widgets", "widgets");
const outdir = join(widgets, "static");
const styles = readdirSync(widgets, { recursive: true })
  .filter((name) => name.endsWith(".css") && !name.startsWith("static"))
  .sort();
const css = styles.map((name) => `@import "${join(widgets, name).replaceAll("\\", "/")}";`).join("\n");
const common = { bundle: true, minify: true, outdir, legalComments: "none", nodePaths: ["node_modules"] };

await build({
  ...common,
  entryPoints: { page: "src/page.js" },
  format: "esm",
  target: "es2022",
  define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
  alias: { ws: "./src/none.js", path: "path-browserify" },
});
await build({
  ...common,
  entryPoints: { widget: join(widgets, "widget.js") },
  format: "esm",
  target: "es2022",
});
for (const [name, extra] of [["widget", ""], ["page", '\n@import "./src/page.css";']]) {
  await build({
    ...common,
    stdin: { contents: css + extra, loader: "css", resolveDir: ".", sourcefile: `${name}.css` },
    outdir: undefined,
    outfile: join(outdir, `${name}.css`),
  });
}

// Builds what the browser loads: the page's own files under names that hold their hash, compressed
// beforehand and listed in `manifest.json`, and the module and sheet that JupyterLab loads.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import { build } from "esbuild";

import { styles } from "./styles.mjs";

const outdir = join("..", "ladder_widgets", "widgets", "static");
const assets = join(outdir, "assets");
const common = {
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox113", "safari16.4"],
  legalComments: "none",
  nodePaths: ["node_modules"],
  plugins: [styles],
};

rmSync(outdir, { recursive: true, force: true });
mkdirSync(assets, { recursive: true });

const page = {
  ...common,
  loader: { ".svg": "copy", ".woff2": "file" },
  outdir: assets,
  entryNames: "[name]-[hash]",
  splitting: true,
  chunkNames: "part-[hash]",
  assetNames: "[name]-[hash]",
  metafile: true,
  define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
  alias: {
    ws: "./src/none.js",
    path: "path-browserify",
    "sanitize-html": "./src/notebook-sanitize.js",
  },
};
// Built apart, so that what notebooks need does not cut the app's files into more of them.
const app = await build({ ...page, entryPoints: ["src/page.js", "src/page.css", "src/icon.svg"] });
const notebook = await build({ ...page, entryPoints: ["src/notebook.js", "src/notebook.css"] });

const manifest = {};
const outputs = { ...notebook.metafile.outputs, ...app.metafile.outputs };
for (const [path, output] of Object.entries(outputs)) {
  const data = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(data, { level: 9 }));
  const hint = { [constants.BROTLI_PARAM_SIZE_HINT]: data.length };
  writeFileSync(`${path}.br`, brotliCompressSync(data, { params: hint }));
  if (output.entryPoint) manifest[basename(output.entryPoint)] = basename(path);
}
writeFileSync(join(outdir, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

await build({
  ...common,
  entryPoints: { widget: join("..", "ladder_widgets", "widgets", "widget.js") },
  outdir,
});
await build({ ...common, entryPoints: ["src/widget.css"], outdir });

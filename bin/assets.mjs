// Bundles, names each file by its content, compresses it, and writes the manifest that asset() reads.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build, transform } from "esbuild";
import subsetFont from "subset-font";

const OUT = "static/dist";
const NEW = `${OUT}.new`;
const TARGET = ["chrome123", "firefox121", "safari17.5"];
const manifest = {};

// What Latin text needs, and the weights in use: half the bytes of the packaged file.
const range = (first, last) => String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, place) => first + place));
const LETTERS = `${range(0x20, 0x7e)}${range(0xa0, 0xff)}ıŒœ–—‘’‚“”„†‡•…‰‹›€™←↑→↓−∕`;
const smallerFont = {
  name: "smaller font",
  setup({ onLoad }) {
    onLoad({ filter: /\.woff2$/ }, async ({ path }) => ({
      contents: await subsetFont(await readFile(path), LETTERS, { targetFormat: "woff2", variationAxes: { wght: { min: 400, max: 700 } } }),
      loader: "file",
    }));
  },
};

async function compress(name) {
  const source = await readFile(join(NEW, name));
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: source.length } };
  await writeFile(join(NEW, `${name}.br`), await promisify(brotliCompress)(source, brotli));
  await writeFile(join(NEW, `${name}.gz`), await promisify(gzip)(source, { level: 9 }));
}

async function copy(path, name) {
  const source = await readFile(path);
  const [stem, ending] = name.split(".");
  const hashed = `${stem}-${createHash("sha256").update(source).digest("hex").slice(0, 10)}.${ending}`;
  await writeFile(join(NEW, hashed), source);
  manifest[name] = hashed;
}

async function bundle() {
  const result = await build({
    entryPoints: ["static/js/app.js", "static/css/app.css"],
    outdir: NEW,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    splitting: true,
    metafile: true,
    format: "esm",
    target: TARGET,
    plugins: [smallerFont],
    legalComments: "none",
    logLevel: "warning",
  });
  for (const [path, output] of Object.entries(result.metafile.outputs)) {
    if (output.entryPoint) manifest[basename(output.entryPoint)] = basename(path);
    if (path.endsWith(".woff2")) manifest["inter.woff2"] = basename(path);
  }
}

// The two scripts of the widget stand alone: one runs on pages that are not ours, the other in a frame with nothing else.
const smallStyle = {
  name: "small style",
  setup({ onLoad }) {
    onLoad({ filter: /widget-host\.css$/ }, async ({ path }) => ({
      contents: (await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target: TARGET })).code.trim(),
      loader: "text",
    }));
  },
};

async function alone(path, format) {
  const result = await build({
    entryPoints: [path],
    outdir: NEW,
    entryNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    metafile: true,
    format,
    target: TARGET,
    plugins: [smallStyle],
    legalComments: "none",
    logLevel: "warning",
  });
  for (const built of Object.keys(result.metafile.outputs)) manifest[basename(path)] = basename(built);
}

await rm(NEW, { recursive: true, force: true });
await mkdir(NEW, { recursive: true });
await bundle();
await alone("static/js/widget.js", "iife");
await alone("static/js/widget-frame.js", "esm");
await copy("static/images/icons.svg", "icons.svg");
await copy("static/images/favicon.svg", "favicon.svg");
for (const name of await readdir(NEW)) if (/\.(js|css|svg)$/.test(name)) await compress(name);
await writeFile(join(NEW, "manifest.json"), JSON.stringify(manifest, null, 1));
await rm(OUT, { recursive: true, force: true });
await rename(NEW, OUT);
console.log(`assets: ${Object.values(manifest).join(", ")}`);

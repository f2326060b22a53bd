// Bundles the scripts of the pages into catalogue/web/static/build, which git does not hold and the wheel does.
//
// Pages name `gallery.js`, `ingest.js`, `maps.js`, `photo.js`, `review.js`, `send.js` and `terrain.js`; what these share, Leaflet among it, lies in files named by their content,
// which browsers keep for ever. The sheet of the map is one of them: its name is written into the script.

import { build } from "esbuild";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..", "..");
const out = join(here, "..", "static", "build");
const shared = { bundle: true, minify: true, target: "es2020", outdir: out, logLevel: "warning" };

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const sheet = await build({
  ...shared,
  entryPoints: [join(here, "map.css")],
  entryNames: "[name]-[hash]",
  // Leaflet's own pins and its layers button: this map draws its own.
  loader: { ".png": "empty" },
  metafile: true,
});
const sheetName = basename(Object.keys(sheet.metafile.outputs)[0]);

const scripts = await build({
  ...shared,
  entryPoints: ["gallery.js", "ingest.js", "maps.js", "photo.js", "review.js", "send/send.js", "terrain/terrain.js"].map((name) => join(here, name)).filter(existsSync),
  entryNames: "[name]",
  chunkNames: "[name]-[hash]",
  format: "esm",
  splitting: true,
  legalComments: "none",
  define: { MAP_SHEET: JSON.stringify(sheetName) },
  metafile: true,
});

await build({ ...shared, entryPoints: [join(here, "terrain", "sw.js")], entryNames: "[name]", format: "iife" });
await build({ ...shared, entryPoints: [join(here, "send", "worker.js")], entryNames: "send-worker", format: "iife" });
await writeFile(join(out, "terrain.json"), JSON.stringify(keptOffline(scripts.metafile)));
await writeFile(join(out, "LICENCES.txt"), await licences(scripts.metafile));

// What a phone needs without a network: the script of its page, and all that this loads, now or later.
function keptOffline({ outputs }) {
  const needed = new Set();
  const need = (path) => {
    if (needed.has(path)) return;
    needed.add(path);
    for (const { path: other } of outputs[path].imports) if (outputs[other]) need(other);
  };
  need(Object.keys(outputs).find((path) => basename(path) === "terrain.js"));
  return [...[...needed].map((path) => basename(path)), sheetName];
}

// The notices of every package that went into a bundle, as their licences ask.
async function licences(metafile) {
  const found = Object.keys(metafile.inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  const names = [...new Set(found.filter(Boolean))].sort();
  return (await Promise.all(names.map(notice))).join("\n\n");
}

async function notice(name) {
  const folder = join(root, "node_modules", name);
  const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = ["LICENSE", "LICENSE.md", "MIT-LICENCE.txt"].map((each) => join(folder, each)).find(existsSync);
  if (!file) throw new Error(`${name} comes without its licence: say in build.mjs where it is`);
  return `${name} ${version} (${license})\n\n${(await readFile(file, "utf8")).trim()}\n`;
}

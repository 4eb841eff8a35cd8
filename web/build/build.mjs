// Builds everything that the Python package carries from the front end: style, script, map geometry, and their manifest.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { buildGeometry } from "./geometry.mjs";

const BUILT = new URL("../../src/conflict_atlas/built/", import.meta.url);
const STATIC = new URL("static/", BUILT);
const GEOMETRY = new URL("geometry/", BUILT);

/** Packages whose code has gone into a bundle. */
const packages = new Set();

/** One bundled, minified file of the browser, as bytes. */
async function bundle(entry) {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(`../${entry}`, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    format: "iife",
    target: ["es2020"],
    legalComments: "none",
    metafile: true,
  });
  for (const input of Object.keys(result.metafile.inputs)) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) packages.add(found[1]);
  }
  return result.outputFiles[0].contents;
}

/** The licences of every package whose code is in a bundle, in full, as each of them asks for: also of those that a package
 *  brings within its own bundle. Types leave no code behind. */
function licences() {
  for (const name of packages) {
    const { dependencies } = JSON.parse(readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), "utf8"));
    for (const other of Object.keys(dependencies ?? {})) if (!other.startsWith("@types/")) packages.add(other);
  }
  const parts = [...packages].sort().map((name) => {
    const folder = new URL(`../node_modules/${name}/`, import.meta.url);
    const { version, license } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
    const file = readdirSync(folder).find((one) => /^(licen[cs]e|copying)/i.test(one));
    const text = file ? readFileSync(new URL(file, folder), "utf8").trim() : `Its package names the licence and brings no text: ${license}`;
    return `${name} ${version}\n${"=".repeat(name.length + version.length + 1)}\n\n${text}\n`;
  });
  return Buffer.from(`Software by others in the scripts of the map of events\n\n${parts.join("\n\n")}`);
}

/** Writes the file under a name that holds its digest, with both compressed forms beside it; returns the name. */
function publish(name, bytes) {
  const dot = name.lastIndexOf(".");
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const hashed = `${name.slice(0, dot)}.${digest}${name.slice(dot)}`;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const packed = brotliCompressSync(bytes, { params });
  writeFileSync(new URL(hashed, STATIC), bytes);
  writeFileSync(new URL(`${hashed}.gz`, STATIC), gzipSync(bytes, { level: 9 }));
  writeFileSync(new URL(`${hashed}.br`, STATIC), packed);
  console.log(`${hashed}: ${bytes.length} bytes, ${packed.length} brotli`);
  return `static/${hashed}`;
}

// Everything is made before anything is removed: a mistake in the sources leaves the last build in place.
const bundled = {
  "site.css": await bundle("css/site.css"),
  "site.js": await bundle("scripts/site.ts"),
  "explorer.css": await bundle("css/explorer.css"),
  "explorer.js": await bundle("scripts/explorer/main.ts"),
  "explorer-worker.js": await bundle("node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs"),
  "embed.js": await bundle("scripts/embed.ts"),
  // On pages for kids only.
  "kids.css": await bundle("css/kids.css"),
  "kids.js": await bundle("scripts/kids.ts"),
};
bundled["licences.txt"] = licences();
const geometry = buildGeometry();

rmSync(BUILT, { recursive: true, force: true });
mkdirSync(STATIC, { recursive: true });
mkdirSync(GEOMETRY, { recursive: true });
const manifest = Object.fromEntries(Object.entries(bundled).map(([name, bytes]) => [name, publish(name, bytes)]));
for (const [name, content] of Object.entries(geometry.maps)) {
  manifest[name] = publish(name, Buffer.from(JSON.stringify(content) + "\n"));
}
for (const [name, content] of Object.entries(geometry.drawings)) {
  const text = JSON.stringify(content) + "\n";
  writeFileSync(new URL(name, GEOMETRY), text);
  console.log(`geometry/${name}: ${text.length} bytes, ${content.features.length} areas, ${content.disputed.length} in dispute`);
}
writeFileSync(new URL("manifest.json", BUILT), JSON.stringify(manifest, null, 2) + "\n");

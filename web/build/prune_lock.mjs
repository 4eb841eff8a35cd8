// Keeps the lock to what the build reads. plotly.js is installed for one data file (dist/plotly-geo-assets.js), so the
// 250 packages that it would need in order to draw are cut from the lock; `npm ci` then installs plotly.js alone.
import { readFileSync, writeFileSync } from "node:fs";

const lockPath = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(lockPath, "utf8"));
const packages = lock.packages;
delete packages["node_modules/plotly.js"].dependencies;

/** The lock key of `name` as seen from the package at `from`, by Node's rule: nearest node_modules first. */
function locate(from, name) {
  for (let base = from; ; base = base.slice(0, base.lastIndexOf("node_modules/")).replace(/\/$/, "")) {
    const key = (base ? base + "/" : "") + "node_modules/" + name;
    if (packages[key]) return key;
    if (!base) return null;
  }
}

const kept = new Set([""]);
const waiting = [""];
while (waiting.length) {
  const at = waiting.pop();
  const entry = packages[at];
  for (const kind of ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"]) {
    for (const name of Object.keys(entry[kind] ?? {})) {
      const key = locate(at, name);
      if (key && !kept.has(key)) {
        kept.add(key);
        waiting.push(key);
      }
    }
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).filter(([key]) => kept.has(key)));
writeFileSync(lockPath, JSON.stringify(lock, null, 2) + "\n");
console.log(`package-lock.json: ${kept.size - 1} packages kept, ${Object.keys(packages).length - kept.size} cut`);

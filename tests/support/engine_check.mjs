// Asks the explorer's engine the questions of a fixture, one after the other on one engine, as a reader would, and compares:
// records, events and deaths with what the lake answered; each histogram with a count by hand, without its own condition.
// Prints what differs as JSON, with how many questions were compared.
import { readFileSync } from "node:fs";
import { decode } from "./decode.mjs";
import { Engine } from "./engine.mjs";
import { DEATH_CLASSES, deathClass } from "./sites.mjs";
import { EVERYTHING, read } from "./choice.mjs";

const [folder] = process.argv.slice(2);
const json = (name) => JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
const bytes = readFileSync(`${folder}/codec.bin`);
const records = decode(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
const tables = json("tables.json");
const engine = new Engine(records, tables);
const wrong = [];
let compared = 0;
let last = null;

function sum(indices, bars, bar) {
  const found = new Float64Array(2 * bars);
  for (const i of indices) {
    const at = bar(i);
    if (at < 0) continue;
    found[2 * at] += records.weight === null ? 1 : records.weight[i];
    found[2 * at + 1] += records.best[i];
  }
  return found;
}

function expect(name, asked, one, other) {
  const same = one.length === other.length && one.every((value, at) => value === other[at]);
  if (!same) wrong.push({ name, query: asked.query, is: [...one].slice(0, 8), should: [...other].slice(0, 8), lengths: [one.length, other.length] });
}

for (const asked of json("asked.json")) {
  if (asked.refused) continue;
  const choice = read(new URLSearchParams(asked.query));
  engine.choose(choice, last);
  last = choice;
  compared++;
  expect("records", asked, engine.list(0, records.count), asked.indices);
  expect("total", asked, engine.total(), [asked.events, asked.deaths]);
  // A second engine that has seen nothing yet chooses the same without one condition.
  const without = (change) => {
    const fresh = new Engine(records, tables);
    fresh.choose({ ...choice, ...change }, null);
    return fresh.list(0, records.count);
  };
  if (compared % 4) continue;
  const isNear = (i) => tables.mode === "cell" || [1, 2].includes((records.kind[i] >> 2) & 7);
  expect("types", asked, engine.types(), sum(without({ types: [] }), 4, (i) => records.kind[i] & 3));
  expect("precisions", asked, engine.precisions(), sum(without({ maxWherePrec: null }), 8, (i) => (records.kind[i] >> 2) & 7));
  if (choice.minBest === null || DEATH_CLASSES.includes(choice.minBest)) expect("classes", asked, engine.deathClasses(), sum(without({ minBest: null }), 8, (i) => deathClass(records.best[i])));
  expect("areas", asked, engine.areas(), sum(without({ countries: [], regions: [] }), tables.areas.length, (i) => records.area[i]));
  const anyParty = { conflicts: [], dyads: [], statuses: [], kinds: [], lenses: [], tracked: [] };
  expect("parties", asked, engine.parties(), sum(without(anyParty), tables.parties.length, (i) => records.party[i]));
  expect("months", asked, engine.byMonth, sum(without({ from: null, to: null }), engine.calendar.months, (i) => engine.calendar.monthOfDay[records.day[i]]));
  expect("cells", asked, engine.byCell, sum(asked.indices, records.cells.length, (i) => (isNear(i) ? records.placeCell[records.place[i]] : -1)));
  expect("vague", asked, engine.vague, sum(asked.indices, tables.areas.length, (i) => (isNear(i) ? -1 : records.area[i])));
}
engine.choose(EVERYTHING, last);
if (engine.total()[1] !== tables.deaths) wrong.push({ name: "everything", is: engine.total(), should: tables.deaths });
console.log(JSON.stringify({ compared, wrong }));

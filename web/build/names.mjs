// English names of countries for the map files, from the catalogue: it is their one home.
import { readFileSync } from "node:fs";

const CATALOGUE = new URL("../../src/conflict_atlas/events/catalogue/data/countries.csv", import.meta.url);

/** The catalogue's entry for country 666 of UCDP names two countries; the maps draw them apart. */
const ON_MAPS = [["ISR", "Israel"]];

/** Names by alpha-3 code. The name is the second column, in quotes where it holds a comma. */
export function countryNames() {
  const lines = readFileSync(CATALOGUE, "utf8").trim().split("\n").slice(1);
  const names = lines.map((line) => {
    const [, code, quoted, plain] = line.match(/^([A-Z]{3}),(?:"([^"]+)"|([^,"]+)),/) ?? [];
    if (!code) throw new Error(`countries.csv has a line without code and name: ${line}`);
    return [code, quoted ?? plain];
  });
  return new Map([...names, ...ON_MAPS]);
}

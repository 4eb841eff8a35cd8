// The tables that come with the record file: what its indexes stand for. The shape is fixed by docs/explorer.md.

export interface Party {
  conflict: string | null;
  name: string | null;
  dyad: string | null;
  dyad_name: string | null;
}

export interface Area {
  country: string | null;
  name: string;
  region: string | null;
}

/** A conflict id that occurs, and the tracked conflict that it belongs to. */
export interface Conflict {
  id: string;
  name: string;
  slug: string | null;
  label: string | null;
  stage: string | null;
  kind: string | null;
  lens: string[];
}

export interface Tracked {
  slug: string;
  name: string;
  ids: string[];
  label: string | null;
  stage: string | null;
  kind: string | null;
  lens: string[];
  path: string;
}

/** A run of months answered by one vintage. */
export interface Coverage {
  first: string;
  last: string;
  vintage: string;
  vintage_name: string;
  completeness: "complete" | "partial" | "unknown";
  share: number | null;
  preliminary: boolean;
  source: string;
  release: string;
  imported: string;
}

export interface Tables {
  mode: "event" | "cell";
  series: string;
  epoch: string;
  last_day: number;
  count: number;
  deaths: number;
  events: number;
  parties: Party[];
  areas: Area[];
  conflicts: Conflict[];
  tracked: Tracked[];
  coverage: Coverage[];
  gaps: { first: string; last: string; reason: string }[];
  credits: { line: string; licence: string; href: string }[];
  as_of: string;
  files: { codec: string; plain: string; rows: string };
  block: number;
}

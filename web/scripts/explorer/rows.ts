// The rows behind records, fetched a block at a time when somebody asks for one.

export type Row = Record<string, unknown>;

interface Block {
  first: number;
  columns: string[];
  rows: unknown[][];
}

export class Rows {
  private readonly blocks = new Map<number, Promise<Block>>();

  constructor(
    private readonly folder: string,
    private readonly size: number,
  ) {}

  /** The rows of these records, in their order. Rejects where one cannot be had. */
  async of(records: readonly number[]): Promise<Row[]> {
    return Promise.all(
      records.map(async (record) => {
        const block = await this.block(Math.floor(record / this.size));
        const values = block.rows[record - block.first];
        if (!values) throw new Error(`record ${record} is not in its block`);
        return Object.fromEntries(block.columns.map((column, at) => [column, values[at]]));
      }),
    );
  }

  private block(number: number): Promise<Block> {
    let found = this.blocks.get(number);
    if (!found) {
      found = fetch(`${this.folder}${number}.json`).then(async (response) => {
        if (!response.ok) throw new Error(`rows ${number}: ${response.status}`);
        return (await response.json()) as Block;
      });
      // What failed is asked for again the next time.
      found.catch(() => this.blocks.delete(number));
      this.blocks.set(number, found);
    }
    return found;
  }
}

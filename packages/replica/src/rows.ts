// Confirmed rows, and on top of them what pending commands make of them.
import type { Change, Key, Noun, Row } from './model.ts';
import { namesIn } from './names-in.ts';
import { ReferenceIndex } from './reference-index.ts';

export const isSameRow = (one: Row | null, other: Row | null): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

/** What one command made of a row. Layers of a row are in the order of their places. */
export interface Layer {
  readonly place: number;
}

interface Table {
  noun: Noun;
  confirmed: Map<Key, Row>;
  layers: Map<Key, { owner: Layer; row: Row | null }[]>;
  index: ReferenceIndex;
  /** What was visible before the batch, of the rows that it touches. */
  before: Map<Key, Row | null>;
}

export class Rows {
  readonly #tables = new Map<string, Table>();

  constructor(nouns: Readonly<Record<string, Noun>>) {
    for (const [name, noun] of Object.entries(nouns)) {
      const index = new ReferenceIndex(Object.keys(noun.references));
      const [confirmed, layers, before] = [new Map(), new Map(), new Map()];
      this.#tables.set(name, { noun, confirmed, layers, before, index });
    }
  }

  confirmed(noun: string): ReadonlyMap<Key, Row> {
    return this.#table(noun).confirmed;
  }

  /** The row as a command at this place sees it; what is visible, without a place. */
  at(noun: string, key: Key, place = Infinity): Row | null {
    const table = this.#table(noun);
    const layer = table.layers.get(key)?.findLast(({ owner }) => owner.place < place);
    return layer ? layer.row : (table.confirmed.get(key) ?? null);
  }

  /** Rows that name another one, as a command at this place sees them. */
  where(noun: string, field: string, name: unknown, place = Infinity): Row[] {
    const keys = this.#table(noun).index.keys(field, name);
    if (!keys) throw new TypeError(`${field} of ${noun} is no reference.`);
    return Array.from(keys).flatMap((key) => {
      const row = this.at(noun, key, place);
      return row && namesIn(row, field).includes(name) ? [row] : [];
    });
  }

  /** All rows of a noun, as a command at this place sees them. */
  all(noun: string, place = Infinity): Row[] {
    const { confirmed, layers } = this.#table(noun);
    const keys = new Set([...confirmed.keys(), ...layers.keys()]);
    return [...keys].flatMap((key) => this.at(noun, key, place) ?? []);
  }

  *visible(noun: string): Generator<Row> {
    const { confirmed, layers } = this.#table(noun);
    for (const [key, row] of confirmed) if (!layers.has(key)) yield row;
    for (const key of layers.keys()) {
      const row = this.at(noun, key);
      if (row) yield row;
    }
  }

  /** What the pending commands make of confirmed rows. */
  *layered(noun: string): Generator<Change> {
    const { confirmed, layers } = this.#table(noun);
    for (const key of layers.keys()) {
      yield { noun, key, before: confirmed.get(key) ?? null, after: this.at(noun, key) };
    }
  }

  setConfirmed(noun: string, key: Key, row: Row | null): void {
    const table = this.#touched(noun, key);
    const old = table.confirmed.get(key);
    if (row) table.confirmed.set(key, row);
    else table.confirmed.delete(key);
    if (row) table.index.add(key, row);
    if (old) table.index.remove(key, old, versions(table, key));
  }

  /** What a command makes of a row; undefined where it leaves it. */
  setLayer(owner: Layer, noun: string, key: Key, row: Row | null | undefined): void {
    const table = this.#touched(noun, key);
    const { layers, index } = table;
    const all = layers.get(key) ?? [];
    const others = all.filter((layer) => layer.owner !== owner);
    const old = all.find((layer) => layer.owner === owner)?.row;
    if (row !== undefined) {
      const above = others.findIndex((layer) => layer.owner.place > owner.place);
      others.splice(above === -1 ? others.length : above, 0, { owner, row });
    }
    if (others.length > 0) layers.set(key, others);
    else layers.delete(key);
    if (row) index.add(key, row);
    if (old) index.remove(key, old, versions(table, key));
  }

  /** Ends a batch: what is visible now and was not before. */
  takeChanges(): Change[] {
    const changes: Change[] = [];
    for (const [noun, { before: touched }] of this.#tables) {
      for (const [key, before] of touched) {
        const after = this.at(noun, key);
        if (before !== after) changes.push({ noun, key, before, after });
      }
      touched.clear();
    }
    return changes;
  }

  #touched(noun: string, key: Key): Table {
    const table = this.#table(noun);
    if (!table.before.has(key)) table.before.set(key, this.at(noun, key));
    return table;
  }

  #table(noun: string): Table {
    const table = this.#tables.get(noun);
    if (!table) throw new TypeError(`There is no noun ${noun}.`);
    return table;
  }
}

const versions = ({ confirmed, layers }: Table, key: Key): (Row | null | undefined)[] => [
  confirmed.get(key),
  ...(layers.get(key) ?? []).map(({ row }) => row),
];

// Other confirmed rows in the place of those that are here, from one moment to the next.
import type { Key, Row } from './model.ts';
import { isSameRow } from './rows.ts';
import type { ReplicaState } from './state.ts';

export interface NounRow {
  noun: string;
  row: Row;
}

export class Replacement {
  readonly #state: ReplicaState;
  readonly #rows: ReadonlyMap<string, Map<Key, Row>>;

  constructor(state: ReplicaState) {
    this.#state = state;
    this.#rows = new Map(Object.keys(state.model.nouns).map((noun) => [noun, new Map()]));
  }

  /** A row that is the same as the one that is here stays that object, so that the change itself is short. */
  take(rows: readonly NounRow[]): void {
    for (const { noun, row } of rows) {
      const key = this.#state.keyOf(noun, row);
      if (key === undefined) continue;
      const here = this.#state.rows.confirmed(noun).get(key);
      this.#rows.get(noun)?.set(key, here && isSameRow(here, row) ? here : row);
    }
  }

  clear(): void {
    for (const rows of this.#rows.values()) rows.clear();
  }

  /** In a batch. */
  apply(): void {
    for (const [noun, rows] of this.#rows) {
      const here = this.#state.rows.confirmed(noun);
      for (const key of here.keys()) if (!rows.has(key)) this.#state.setRow(noun, key, null);
      for (const [key, row] of rows) {
        if (here.get(key) !== row) this.#state.setRow(noun, key, row);
      }
    }
  }
}

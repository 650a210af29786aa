// Which rows name another row: looked up by the field and the name.
import type { Key, Row } from './model.ts';
import { namesIn } from './names-in.ts';

/** Every version of a row counts, confirmed or pending: who looks a row up compares the one that they see. */
export class ReferenceIndex {
  readonly #fields: ReadonlyMap<string, Map<unknown, Set<Key>>>;

  constructor(fields: readonly string[]) {
    this.#fields = new Map(fields.map((field) => [field, new Map()]));
  }

  /** Undefined where the field is no reference. */
  keys(field: string, name: unknown): Iterable<Key> | undefined {
    const byName = this.#fields.get(field);
    return byName && (byName.get(name) ?? []);
  }

  add(key: Key, row: Row): void {
    for (const [field, byName] of this.#fields) {
      for (const name of namesIn(row, field)) {
        const keys = byName.get(name);
        if (keys) keys.add(key);
        else byName.set(name, new Set([key]));
      }
    }
  }

  /** @param others the versions that are left of the row. */
  remove(key: Key, row: Row, others: readonly (Row | null | undefined)[]): void {
    for (const [field, byName] of this.#fields) {
      for (const name of namesIn(row, field)) {
        if (others.some((other) => other && namesIn(other, field).includes(name))) continue;
        const keys = byName.get(name);
        keys?.delete(key);
        if (keys?.size === 0) byName.delete(name);
      }
    }
  }
}

// All views of a replica, and the texts that they search.
import { fold } from '@tydo/rules/fold';
import { type Clock, sleep } from './clock.ts';
import type { Change, Model, Noun, Row } from './model.ts';
import type { Rows } from './rows.ts';
import { createView, type LiveView, type View, type ViewSpec } from './view.ts';

/** So many texts are folded between two looks at the event loop. */
const foldAtOnce = 1_000;

export interface KnownView {
  noun: string;
  /** Names it, also on the disk. */
  spec: string;
  holds: (row: Row) => boolean;
  view: LiveView;
}

/** @param ofRows gives the number of rows that are here. */
export type CountOf = (
  view: Pick<KnownView, 'noun' | 'spec' | 'holds'>,
  ofRows: () => number,
) => number | undefined;

export class Views {
  readonly #model: Model;
  readonly #rows: Rows;
  readonly #count: CountOf;
  /** Those that are watched, and of each noun the one with all rows. */
  readonly #views = new Set<KnownView>();
  readonly #folded = new WeakMap<Row, string>();
  #version = 0;

  constructor(model: Model, rows: Rows, count: CountOf) {
    this.#model = model;
    this.#rows = rows;
    this.#count = count;
  }

  watched(): KnownView[] {
    return [...this.#views].filter(({ view }) => view.isWatched);
  }

  /** The same for the same specification, while it is watched. @throws TypeError for a noun that there is not. */
  get({ noun: name, where = {}, search = '' }: ViewSpec): View {
    const noun = this.#model.nouns[name];
    if (!noun) throw new TypeError(`There is no noun ${name}.`);
    const folded = fold(search.trim());
    const wanted = Object.entries(where);
    const spec = JSON.stringify([name, wanted, folded]);
    const known = [...this.#views].find((one) => one.spec === spec);
    if (known) return known.view;
    const isAll = wanted.length === 0 && folded === '';
    const holds = (row: Row) =>
      wanted.every(([field, value]) => row[field] === value) &&
      (folded === '' || this.#textsOf(noun, row).includes(folded));
    const compare: Noun['compare'] = (one, other) => noun.compare(one, other);
    const view = createView({
      holds,
      compare,
      // The view of all is kept up always: the others take what it has sorted.
      make: () =>
        isAll
          ? Array.from(this.#rows.visible(name)).toSorted(compare)
          : this.get({ noun: name }).rows.filter(holds),
      version: () => this.#version,
      count: (ofRows) => this.#count(found, ofRows),
      isKept: isAll,
      onWatch: (isWatched) => {
        if (isWatched) this.#views.add(found);
        else if (!isAll) this.#views.delete(found);
      },
    });
    const found: KnownView = { noun: name, spec, holds, view };
    if (isAll) this.#views.add(found);
    return view;
  }

  update(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.#version += 1;
    const byNoun = Map.groupBy(changes, ({ noun }) => noun);
    for (const { noun, view } of this.#views) {
      view.update(byNoun.get(noun) ?? [], this.#version);
    }
  }

  /** Folds all texts before they are searched: at the first key it would be felt. */
  async foldInSlices(clock: Clock): Promise<void> {
    for (const [name, noun] of Object.entries(this.#model.nouns)) {
      const all = [...this.#rows.confirmed(name).values()];
      for (let at = 0; at < all.length; at += foldAtOnce) {
        for (const row of all.slice(at, at + foldAtOnce)) this.#textsOf(noun, row);
        await sleep(clock, 0);
      }
    }
  }

  /** Folded once. No text and no search has a NUL, so that no search finds what is in two texts. */
  #textsOf(noun: Noun, row: Row): string {
    let folded = this.#folded.get(row);
    if (folded === undefined) {
      folded = noun
        .texts(row)
        .map((text) => fold(text ?? ''))
        .join('\0');
      this.#folded.set(row, folded);
    }
    return folded;
  }
}

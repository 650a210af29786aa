// All views of a replica: the same one for the same specification.
import { fold } from '@tydo/rules/fold';
import { type Clock, sleep } from './clock.ts';
import type { Change, Model, Row } from './model.ts';
import type { Rows } from './rows.ts';
import { FoldedTexts } from './search.ts';
import { LiveView, type View, type ViewSpec } from './view.ts';

/** Views that nobody watches are forgotten when there are more. */
const maxViews = 50;

export class Views {
  readonly #model: Model;
  readonly #rows: Rows;
  readonly #views = new Map<string, { noun: string; view: LiveView }>();
  readonly texts = new FoldedTexts();

  constructor(model: Model, rows: Rows) {
    this.#model = model;
    this.#rows = rows;
  }

  /** @throws TypeError for a noun that there is not. */
  get({ noun: name, where = {}, search = '' }: ViewSpec): View {
    const noun = this.#model.nouns[name];
    if (!noun) throw new TypeError(`There is no noun ${name}.`);
    const folded = fold(search.trim());
    const spec = JSON.stringify([name, where, folded]);
    const known = this.#views.get(spec);
    if (known) return known.view;
    const wanted = Object.entries(where);
    const holds = (row: Row) =>
      wanted.every(([field, value]) => row[field] === value) &&
      (folded === '' || this.texts.hold(noun, row, folded));
    const keep = (view: LiveView) => void this.#views.set(spec, { noun: name, view });
    const view = new LiveView(noun, holds, () => this.#rows.visible(name), keep);
    if (this.#views.size >= maxViews) this.#forgetUnwatched();
    keep(view);
    return view;
  }

  update(changes: readonly Change[]): void {
    for (const { noun, view } of this.#views.values()) view.update(changes, noun);
  }

  #forgetUnwatched(): void {
    for (const [spec, { view }] of this.#views) {
      if (view.isWatched) continue;
      view.forget();
      this.#views.delete(spec);
    }
  }
}

/** So many texts between two looks at the event loop. */
const foldAtOnce = 1_000;

/** Folds all texts before they are searched: at the first key it would be felt. */
export async function foldInSlices(
  { texts }: Views,
  model: Model,
  rows: Rows,
  clock: Clock,
): Promise<void> {
  for (const [name, noun] of Object.entries(model.nouns)) {
    const all = [...rows.confirmed(name).values()];
    for (let at = 0; at < all.length; at += foldAtOnce) {
      for (const row of all.slice(at, at + foldAtOnce)) texts.of(noun, row);
      await sleep(clock, 0);
    }
  }
}

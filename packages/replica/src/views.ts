// All views of a replica, and the texts that they search.
import { fold } from '@tydo/rules/fold';
import { type Clock, sleep } from './clock.ts';
import { type CountView, createCountView, type LiveCountView } from './count-view.ts';
import type { Change, Model, Noun, Row } from './model.ts';
import type { Rows } from './rows.ts';
import { createView, type LiveView, type View } from './view.ts';
import type { CountSpec, RowsSpec, ViewSpec } from './view-spec.ts';
import { createViewTest, nameOf, type ViewTest } from './view-test.ts';

/** So many texts are folded between two looks at the event loop. */
const foldAtOnce = 1_000;

interface Known<V extends LiveView | LiveCountView> {
  noun: string;
  test: ViewTest;
  view: V;
}

export class Views {
  readonly #model: Model;
  readonly #rows: Rows;
  readonly #isLateHere: () => boolean;
  /** Those that are watched, and of each noun the one with all rows. */
  readonly #views = new Map<string, Known<LiveView>>();
  readonly #counts = new Map<string, Known<LiveCountView>>();
  readonly #folded = new WeakMap<Row, string>();
  #version = 0;

  constructor(model: Model, rows: Rows, isLateHere: () => boolean) {
    this.#model = model;
    this.#rows = rows;
    this.#isLateHere = isLateHere;
  }

  /**
   * The same for the same specification, while it is watched.
   *
   * @throws TypeError for a noun, an order or a condition that there is not.
   */
  get({ order, ...spec }: ViewSpec): View {
    const key = `${nameOf(spec)} ${order ?? ''}`;
    const known = this.#views.get(key);
    if (known) return known.view;
    const { noun: name } = spec;
    const test = this.#testOf(spec);
    const compare = this.#orderOf(name, order);
    const isBase = test.isAll && order === undefined;
    const view = createView({
      holds: test.holds,
      compare,
      // The view of all is kept up always: the others take what it has sorted.
      make: () => {
        if (isBase) return Array.from(this.#rows.visible(name)).toSorted(compare);
        test.remake();
        const rows = this.get({ noun: name }).rows.filter(test.holds);
        return order === undefined ? rows : rows.toSorted(compare);
      },
      version: () => this.#version,
      onWatch: (isWatched) => {
        if (isWatched) this.#views.set(key, { noun: name, test, view });
        else this.#views.delete(key);
      },
    });
    if (isBase) view.subscribe(() => {});
    return view;
  }

  /** The same for the same specification, while it is watched. @throws as `get`. */
  counts({ by, ...spec }: CountSpec): CountView {
    const key = `${nameOf(spec)} ${by}`;
    const known = this.#counts.get(key);
    if (known) return known.view;
    const { noun } = spec;
    const test = this.#testOf(spec);
    const view = createCountView({
      by,
      holds: test.holds,
      all: () => {
        test.remake();
        return this.get({ noun }).rows;
      },
      version: () => this.#version,
      onWatch: (isWatched) => {
        if (isWatched) this.#counts.set(key, { noun, test, view });
        else this.#counts.delete(key);
      },
    });
    return view;
  }

  update(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.#version += 1;
    const byNoun = Map.groupBy(changes, ({ noun }) => noun);
    const nouns = [...byNoun.keys()];
    for (const { noun, test, view } of this.#watched()) {
      const others = nouns.some((name) => name !== noun) && test.isConcerned(changes);
      if (others) view.remake(this.#version);
      else view.update(byNoun.get(noun) ?? [], this.#version);
    }
  }

  /** What is loaded late is here. */
  remakeLate(): void {
    this.#version += 1;
    for (const { test, view } of this.#watched()) {
      if (test.hasConditions) view.remake(this.#version);
    }
  }

  /** Folds all texts before they are searched: at the first key it would be felt. */
  async foldInSlices(clock: Clock): Promise<void> {
    for (const [name, noun] of Object.entries(this.#model.nouns)) {
      const all = [...this.#rows.confirmed(name).values()];
      for (let at = 0; at < all.length; at += foldAtOnce) {
        for (const row of all.slice(at, at + foldAtOnce)) this.#textOf(noun, row);
        await sleep(clock, 0);
      }
    }
  }

  *#watched(): Generator<Known<LiveView | LiveCountView>> {
    yield* this.#views.values();
    yield* this.#counts.values();
  }

  #testOf(spec: RowsSpec): ViewTest {
    const context = {
      model: this.#model,
      rows: this.#rows,
      isLateHere: this.#isLateHere,
      textOf: (noun: Noun, row: Row) => this.#textOf(noun, row),
    };
    return createViewTest(context, spec);
  }

  #orderOf(name: string, order: string | undefined): Noun['compare'] {
    const noun = this.#model.nouns[name];
    const found = order === undefined ? noun : noun?.orders?.[order];
    if (!found) throw new TypeError(`${name} has no order ${order}.`);
    return (one, other) => found.compare(one, other);
  }

  /** Folded once. No text and no search has a NUL, so that no search finds what is in two texts. */
  #textOf(noun: Noun, row: Row): string {
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

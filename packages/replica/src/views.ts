// All views of a replica, and the texts that they search.
import { fold } from '@tydo/rules/fold';
import { Alarm } from './alarm.ts';
import { type Clock, sleep } from './clock.ts';
import { type CountView, createCountView, type LiveCountView } from './count-view.ts';
import type { Change, Model, Noun, Row } from './model.ts';
import type { Rows } from './rows.ts';
import { createView, type LiveView, type View } from './view.ts';
import type { CountSpec, RowsSpec, ViewSpec } from './view-spec.ts';
import { createViewTest, nameOf, type ViewTest } from './view-test.ts';

/** So many texts are folded between two looks at the event loop. */
const foldAtOnce = 1_000;

/** Rows that are shown or counted. */
export interface KnownRows {
  noun: string;
  /** Names them, also on the disk. */
  spec: string;
  holds: (row: Row) => boolean;
  /** When that changes by itself, in ms since 1970. */
  changesAt: () => number;
}

interface Known<V extends LiveView | LiveCountView> extends KnownRows {
  test: ViewTest;
  view: V;
}

export interface ViewsContext {
  clock: Clock;
  isLateHere: () => boolean;
  /** @param ofRows gives the number of rows that are here. */
  count: (rows: KnownRows, ofRows: () => number) => number | undefined;
}

export class Views {
  readonly #model: Model;
  readonly #rows: Rows;
  readonly #context: ViewsContext;
  /** Those that are watched, and of each noun the one with all rows. */
  readonly #views = new Set<Known<LiveView>>();
  readonly #counts = new Set<Known<LiveCountView>>();
  readonly #folded = new WeakMap<Row, string>();
  #version = 0;
  readonly #alarm: Alarm;
  #lookedAt = -Infinity;

  constructor(model: Model, rows: Rows, context: ViewsContext) {
    this.#model = model;
    this.#rows = rows;
    this.#context = context;
    this.#alarm = new Alarm(context.clock, () => this.lookAtClock());
  }

  watched(): (KnownRows & { view: LiveView })[] {
    return [...this.#views].filter(({ view }) => view.isWatched);
  }

  watchedCounts(): (KnownRows & { view: LiveCountView })[] {
    return [...this.#counts];
  }

  /**
   * The same for the same specification, while it is watched.
   *
   * @throws TypeError for a noun, an order or a condition that there is not.
   */
  get({ order, ...wanted }: ViewSpec): View {
    const spec = `${nameOf(wanted)} ${order ?? ''}`;
    const known = [...this.#views].find((one) => one.spec === spec);
    if (known) return known.view;
    const { noun } = wanted;
    const test = this.#testOf(wanted);
    const { holds } = test;
    const changesAt = () => test.changesAt;
    const compare = this.#orderOf(noun, order);
    const isBase = test.isAll && order === undefined;
    const view = createView({
      holds,
      compare,
      // The view of all is kept up always: the others take what it has sorted.
      make: () => {
        if (isBase) return Array.from(this.#rows.visible(noun)).toSorted(compare);
        test.remake();
        const rows = this.get({ noun }).rows.filter(holds);
        return order === undefined ? rows : rows.toSorted(compare);
      },
      version: () => this.#version,
      isOutdated: () => this.#isOutdated(test),
      count: (ofRows) => this.#context.count(found, ofRows),
      isKept: isBase,
      onWatch: (isWatched) => {
        if (!isWatched && !isBase) this.#views.delete(found);
        if (isWatched) this.#views.add(found);
        this.#wait();
      },
    });
    const found: Known<LiveView> = { noun, spec, holds, changesAt, test, view };
    if (isBase) this.#views.add(found);
    return view;
  }

  /** The same for the same specification, while it is watched. @throws as `get`. */
  counts({ by, ...wanted }: CountSpec): CountView {
    const spec = `${nameOf(wanted)} ${by}`;
    const known = [...this.#counts].find((one) => one.spec === spec);
    if (known) return known.view;
    const { noun } = wanted;
    const test = this.#testOf(wanted);
    const { holds } = test;
    const changesAt = () => test.changesAt;
    const view = createCountView({
      spec,
      by,
      holds,
      all: () => {
        test.remake();
        return this.get({ noun }).rows;
      },
      version: () => this.#version,
      isOutdated: () => this.#isOutdated(test),
      count: (rows, ofRows) => this.#context.count({ noun, changesAt, ...rows }, ofRows),
      onWatch: (isWatched) => {
        if (isWatched) this.#counts.add(found);
        else this.#counts.delete(found);
        this.#wait();
      },
    });
    const found: Known<LiveCountView> = { noun, spec, holds, changesAt, test, view };
    return view;
  }

  update(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.#version += 1;
    const byNoun = Map.groupBy(changes, ({ noun }) => noun);
    for (const { noun, test, view } of this.#live()) {
      if (test.isConcerned(changes)) view.remake(this.#version);
      else view.update(byNoun.get(noun) ?? [], this.#version);
    }
    this.#wait();
  }

  /** Makes again what has changed with the clock; also after the clock was set back. */
  lookAtClock(): void {
    const now = this.#context.clock.now();
    const isSetBack = now < this.#lookedAt;
    this.#lookedAt = now;
    const outdated = [...this.#live()].filter(
      ({ test }) => this.#isOutdated(test) || (isSetBack && test.changesAt < Infinity),
    );
    if (outdated.length > 0) this.#version += 1;
    for (const { view } of outdated) view.remake(this.#version);
    this.#wait();
  }

  close(): void {
    this.#alarm.close();
  }

  /** What is loaded late is here. */
  remakeLate(): void {
    this.#version += 1;
    for (const { test, view } of this.#live()) {
      if (test.hasConditions) view.remake(this.#version);
    }
    this.#wait();
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

  /** The views of all rows come first: the others read them. */
  *#live(): Generator<Known<LiveView | LiveCountView>> {
    const views = [...this.#views];
    yield* views.filter(({ test }) => test.isAll);
    yield* views.filter(({ test }) => !test.isAll);
    yield* this.#counts;
  }

  #isOutdated({ changesAt }: ViewTest): boolean {
    return this.#context.clock.now() >= changesAt;
  }

  /** Until something that is watched changes with the clock. */
  #wait(): void {
    this.#alarm.set(Math.min(...[...this.#live()].map(({ test }) => test.changesAt)));
  }

  #testOf(spec: RowsSpec): ViewTest {
    const context = {
      clock: this.#context.clock,
      model: this.#model,
      rows: this.#rows,
      isLateHere: this.#context.isLateHere,
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

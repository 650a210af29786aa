// What a replica offers.
import type { ActOptions, ActResult } from './acts.ts';
import type { SyncApi } from './api.ts';
import type { Clock } from './clock.ts';
import type { CountView } from './count-view.ts';
import type { Disk, PastOperation } from './disk.ts';
import type { Refused } from './entry.ts';
import type { Change, InputOf, Key, Model, RowOf } from './model.ts';
import type { Status } from './state.ts';
import type { Store } from './store.ts';
import type { Tabs } from './tabs.ts';
import type { View } from './view.ts';
import type { CountSpec, ViewSpec } from './view-spec.ts';

export interface ReplicaOptions {
  personId: string;
  api: SyncApi;
  disk: Disk;
  tabs: Tabs;
  clock: Clock;
  /** From 0 to 1. */
  random: () => number;
  /** A UUID of version 7. */
  newId: () => string;
  /** Names the tab over reloads: its undo goes on. A new one without it. */
  tab?: string;
  /** Until the page shows the first rows. The others are read then: it would wait for them. */
  whenShown?: () => Promise<void>;
  /** The disk failed, for this reason: from now on changes are kept in memory. Called once. */
  onDiskLost?: (error: unknown) => void;
}

export interface Replica<M extends Model> {
  /**
   * Does a command: it shows before this returns.
   *
   * @throws what the input's schema throws.
   */
  act<Name extends keyof M['commands'] & string>(
    name: Name,
    input: InputOf<M, Name>,
    options?: ActOptions,
  ): ActResult;
  /** What is done in it is one step of undo. */
  group<T>(work: () => T): T;
  row<Noun extends keyof M['nouns'] & string>(noun: Noun, key: Key): RowOf<M, Noun> | undefined;
  /** The same view for the same specification. */
  view<Noun extends keyof M['nouns'] & string>(
    spec: ViewSpec<Noun, RowOf<M, Noun>>,
  ): View<RowOf<M, Noun>>;
  /** Numbers of rows by a field. The same for the same specification, while it is watched. */
  counts<Noun extends keyof M['nouns'] & string>(spec: CountSpec<Noun, RowOf<M, Noun>>): CountView;
  /** Takes the last step of this tab back. @returns undefined where there is none. */
  undo(): ActResult[] | undefined;
  redo(): ActResult[] | undefined;
  /** Whether an operation with these changes can be taken back, as far as this device knows. */
  canUndo(changes: readonly Change[]): boolean;
  /** What was done, the latest first, as far as it is known on this device. What waits has no number. */
  history(): PastOperation[];
  /** What was refused, with its text, and what the person has to be told. The same array until it changes. */
  refused(): readonly Refused[];
  /** Does it once more: as it is, or as a new command. */
  restore(operationId: string): ActResult | undefined;
  forget(operationId: string): Promise<void>;
  readonly status: Store<Status>;
  /** Grows with each change of a row that is visible. */
  readonly version: Store<number>;
  /** Until all commands of this moment are answered and have come back, or are refused. */
  settled(): Promise<void>;
  /** Looks for news at once: somebody has signed in, or the network is back. */
  wake(): void;
  close(): Promise<void>;
  /** Removes everything of the person from this device, in all tabs. What waits is lost. */
  leave(): Promise<void>;
}

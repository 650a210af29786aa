// The rows of Tydo on a device.

import type { TaskOf } from '@tydo/rules/task';
import type { FilterRead } from '@tydo/schemas/filter';
import type { LabelRead } from '@tydo/schemas/label';
import type { ListRead } from '@tydo/schemas/list';
import type { SectionRead } from '@tydo/schemas/section';
import type { StoredSettings } from '@tydo/schemas/settings';
import type { Command, Condition, Noun, See, SeeRows, Written } from '../model.ts';

/** A task on a device: without its integer until the server has made it. Its `uid` names it. */
export type TaskRow = TaskOf<number | null> & {
  /** Until the server has made it: its place among those that wait for that. */
  readonly pendingOrder?: string;
};

export type TydoRows = {
  settings: StoredSettings;
  list: ListRead;
  section: SectionRead;
  label: LabelRead;
  filter: FilterRead;
  task: TaskRow;
};

export type TydoSee = See<TydoRows>;
export type TydoWritten = Written<TydoRows[keyof TydoRows]>;
export type TydoCommand<Input extends object> = Command<Input, TydoRows>;

export type TydoSeeRows = SeeRows<TydoRows>;
export type TydoNoun<Name extends keyof TydoRows> = Noun<TydoRows[Name], TydoRows>;
export type TydoCondition<Name extends keyof TydoRows> = Condition<TydoRows[Name], TydoRows>;

/** Compares text by its bytes, never by locale: ids and ranks are ASCII. */
export function byBytes(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

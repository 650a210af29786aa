// How a write deletes, and brings back, thousands of rows: a few hundred with each statement, so that
// neither the event loop nor the server is held for long. What it does is in the journal before it is
// done: there is no other way to these statements.
import { operationLimits } from '@tydo/schemas/operation';
import type { TaskRead } from '@tydo/schemas/task';
import type { Kysely } from 'kysely';
import { chunks } from '../chunks.ts';
import type { Engine } from '../connection/connection.ts';
import type { Ask } from '../connection/prepared.ts';
import { toRead } from '../task/own-tasks.ts';
import { deleteTasksById, insertTasks, lockTasks, storedTasks } from '../task/task-rows.ts';
import type { Recording } from './recording.ts';

/** Bytes of an operation whose undo fits into an HTTP answer, which has each row twice. */
export const undoable = operationLimits.bytes / 2 - 64 * 1024;

export interface OwnRows {
  /** Those of them that there are, in the order of `ids`, locked until the end of the write. */
  lock: (ids: readonly number[]) => Promise<TaskRead[]>;
  /**
   * Deletes rows that were locked. @throws Refusal BAD_REQUEST, before it deletes one, where they are
   * more than an operation holds.
   */
  remove: (rows: readonly TaskRead[]) => Promise<void>;
  /** Deletes the first of them, as many as the operation still holds and as an undo can answer. @returns how many. */
  removeWhatFits: (rows: readonly TaskRead[]) => Promise<number>;
  /** Brings deleted rows back, as they are given. @throws Refusal BAD_REQUEST, as `remove`. */
  restore: (rows: readonly TaskRead[]) => Promise<void>;
}

interface Transaction {
  ask: Ask;
  db: Kysely<never>;
  engine: Engine;
  personId: string;
  recording: Recording;
}

/** One person's rows, in one write. */
export function ownRows({ ask, db, engine, personId, recording }: Transaction): OwnRows {
  const remove = async (rows: readonly TaskRead[]) => {
    for (const some of chunks(rows)) {
      await ask(deleteTasksById, { personId, ids: some.map(({ id }) => id) }, db);
    }
  };
  return {
    async lock(ids) {
      const found = new Map<number, TaskRead>();
      for (const some of chunks(ids)) {
        for (const row of await lockTasks.ask(ask, personId, { ids: some }, db)) {
          found.set(row.id, toRead(row));
        }
      }
      return ids.flatMap((id) => found.get(id) ?? []);
    },
    async remove(rows) {
      for (const row of rows) recording.note({ taskId: row.id, before: row, after: null });
      await remove(rows);
    },
    async removeWhatFits(rows) {
      const first = rows.findIndex(
        (row) => !recording.noteIfItFits({ taskId: row.id, before: row, after: null }, undoable),
      );
      const fitting = first < 0 ? rows : rows.slice(0, first);
      await remove(fitting);
      return fitting.length;
    },
    async restore(rows) {
      for (const row of rows) recording.note({ taskId: row.id, before: null, after: row });
      for (const some of chunks(rows)) {
        await ask(insertTasks, { personId, rows: storedTasks(engine, some) }, db);
      }
    },
  };
}

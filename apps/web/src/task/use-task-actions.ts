import { contentOf, createInputOf, type TaskContent } from '@tydo/rules/task';
import { taskLimits } from '@tydo/schemas/task';
import { useMemo } from 'react';
import { newId } from '../sync/new-id.ts';
import type { Sync } from '../sync/open.ts';
import { useSync } from '../sync/use-sync.ts';
import type { Task } from '../sync/use-view.ts';
import type { TextEdit } from './edit-changes.ts';

/** What a person can do with tasks. */
export type TaskActions = ReturnType<typeof createTaskActions>;

/** Each action shows its result at once and is sent when there is a network; the server may still refuse it. */
export function useTaskActions(): TaskActions {
  const { replica, acts } = useSync();
  return useMemo(() => createTaskActions({ replica, acts }), [replica, acts]);
}

/** Exported for the tests. */
export function createTaskActions({ replica, acts }: Pick<Sync, 'replica' | 'acts'>) {
  /** Returns what takes it back, whatever is done in between. */
  const undoable =
    (...operationIds: string[]) =>
    () =>
      acts.undoOf(operationIds);
  return {
    create: (title: string) => void acts.act('task.create', { title }),
    tick: ({ uid: id }: Task, completed: boolean) =>
      undoable(acts.act('task.update', { id, completed }).operationId),
    edit: ({ uid: id }: Task, { changes, seen }: TextEdit) =>
      void acts.act('task.update', { id, ...changes }, { seen: { ...seen } }),
    remove: ({ uid: id }: Task) => undoable(acts.act('task.delete', { id }).operationId),
    /** Deletes the completed tasks that the person sees now, but those that another device reopens before. */
    clearCompleted: () => {
      const where = { completed: true };
      const ids = replica.view({ noun: 'task', where }).rows.map(uidOf);
      const operationIds = acts.group(() =>
        partsOf(ids).map(
          (part) => acts.act('task.deleteMany', { ids: part }, { where }).operationId,
        ),
      );
      return { count: ids.length, undo: undoable(...operationIds) };
    },
    /** Makes a new task with the content of one that could not be saved, or that is gone. */
    createAgain: (content: TaskContent) => {
      const id = newId();
      acts.group(() => {
        acts.act('task.create', { ...createInputOf(content), uid: id });
        const rest = { ...contentOf(content), id };
        if (content.completed) acts.act('task.update', rest);
      });
    },
    /** Gives a task the content that it had. */
    bringBack: ({ uid: id }: Task, content: TaskContent) =>
      void acts.act('task.update', { ...contentOf(content), id }),
    undoOf: (operationId: string) => acts.undoOf([operationId]),
    /** Makes a refused change once more. */
    restore: (operationId: string) => void acts.restore(operationId),
    forget: (operationId: string) => void replica.forget(operationId),
  };
}

const uidOf = ({ uid }: Task): string => uid;

function partsOf(ids: readonly string[]): string[][] {
  const size = taskLimits.many;
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, at) =>
    ids.slice(at * size, (at + 1) * size),
  );
}

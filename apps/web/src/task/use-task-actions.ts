import { taskViews } from '@tydo/replica/tydo/task-views';
import { contentOf, createInputOf, type TaskContent } from '@tydo/rules/task';
import { taskLimits } from '@tydo/schemas/task';
import { useMemo } from 'react';
import { newId } from '../sync/new-id.ts';
import type { Sync } from '../sync/open.ts';
import { useSync } from '../sync/use-sync.ts';
import type { Task } from '../sync/use-view.ts';
import type { TextEdit } from './edit-changes.ts';
import { othersChanged } from './others-changed.ts';

/** What is written down of a new task, and where it goes. */
export interface NewTask {
  title: string;
  /** Given where another one is below it. */
  uid?: string;
  parentUid?: string;
  description?: string;
  listId?: string | null;
  sectionId?: string | null;
  labelIds?: string[];
  priority?: number;
  due?: string;
  start?: string;
  deadline?: string;
  rule?: string;
  ruleFrom?: 'completion';
}

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
    /** Makes it, and labels that it is the first to have. Returns its `uid`. */
    create: (task: NewTask, newLabels: readonly { id: string; name: string }[] = []): string => {
      const uid = newId();
      acts.group(() => {
        for (const label of newLabels) acts.act('label.create', label);
        acts.act('task.create', { ...task, uid });
      });
      return uid;
    },
    /** Many at once, and labels that they are the first to have, as one step. */
    createMany: (
      tasks: readonly NewTask[],
      newLabels: readonly { id: string; name: string }[] = [],
    ) => {
      const named = tasks.map((task) => ({ ...task, uid: task.uid ?? newId() }));
      const operationIds = acts.group(() => [
        ...newLabels.map((label) => acts.act('label.create', label).operationId),
        ...partsOf(named, taskLimits.createMany).map(
          (part) => acts.act('task.createMany', { tasks: part }).operationId,
        ),
      ]);
      return { uids: named.map(uidOf), undo: undoable(...operationIds) };
    },
    /** Of a recurring task, it completes the round that the person sees. */
    tick: ({ uid: id, rule, occurrence }: Task, completed: boolean) => {
      const { operationId } =
        completed && rule !== null && occurrence !== null
          ? acts.act('task.complete', { id, occurrence })
          : acts.act('task.update', { id, completed });
      return { undo: undoable(operationId), others: othersChanged(replica, [operationId], [id]) };
    },
    /** The task as it is now. */
    current: ({ uid }: Task) => replica.row('task', uid),
    edit: ({ uid: id }: Task, { changes, seen }: TextEdit) =>
      void acts.act('task.update', { id, ...changes }, { seen: { ...seen } }),
    remove: ({ uid: id }: Task) => undoable(acts.act('task.delete', { id }).operationId),
    /** Deletes the completed tasks of a list that the person sees now, but those that another device reopens before. */
    clearCompleted: (listId: string | null) => {
      const where = { completed: true };
      const ids = replica.view(taskViews.list(listId, true)).rows.map(uidOf);
      const operationIds = acts.group(() =>
        partsOf(ids, taskLimits.many).map(
          (part) => acts.act('task.deleteMany', { ids: part }, { where }).operationId,
        ),
      );
      return { count: ids.length, undo: undoable(...operationIds) };
    },
    /** Makes a new task with the content of one that could not be saved, or that is gone. */
    createAgain: (content: TaskContent & { listId?: string }) => {
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

const uidOf = ({ uid }: { uid: string }): string => uid;

function partsOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

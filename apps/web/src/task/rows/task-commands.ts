// What a person does to one or several tasks at once: each is one step of undo.
import { taskLimits } from '@tydo/schemas/task';
import { useMemo } from 'react';
import { newId } from '../../sync/new-id.ts';
import type { Sync } from '../../sync/open.ts';
import { useSync } from '../../sync/use-sync.ts';
import type { Task } from '../../sync/use-view.ts';
import { othersChanged } from '../others-changed.ts';
import type { Move } from './arrange.ts';

export type TaskCommands = ReturnType<typeof createTaskCommands>;

export function useTaskCommands(): TaskCommands {
  const { replica, acts } = useSync();
  return useMemo(() => createTaskCommands({ replica, acts }), [replica, acts]);
}

/** Dates to set; null clears one. */
export interface DateChanges {
  due?: string | null;
  start?: string | null;
  deadline?: string | null;
}

type Changes = DateChanges & {
  priority?: number;
  addLabelIds?: string[];
  removeLabelIds?: string[];
};

/** Each shows its result at once, and returns what takes it back. */
export function createTaskCommands({ replica, acts }: Pick<Sync, 'replica' | 'acts'>) {
  /** @param act does it for as many as one call takes. */
  function inParts(ids: readonly string[], act: (ids: string[]) => { operationId: string }) {
    const operationIds = acts.group(() => partsOf(ids).map((part) => act(part).operationId));
    return () => acts.undoOf(operationIds);
  }
  const update = (ids: readonly string[], changes: Changes) =>
    inParts(ids, (part) => acts.act('task.updateMany', { ids: part, ...changes }));

  return {
    complete: (ids: readonly string[], completed: boolean) => {
      const operationIds = acts.group(() =>
        partsOf(ids).map(
          (part) => acts.act('task.updateMany', { ids: part, completed }).operationId,
        ),
      );
      const others = othersChanged(replica, operationIds, ids);
      return { undo: () => acts.undoOf(operationIds), others };
    },
    setDates: (ids: readonly string[], dates: DateChanges) => update(ids, dates),
    /** Begins a series; without a rule the task does not recur any more. */
    setRule: (
      id: string,
      rule: { due: string; rule: string; ruleFrom: 'due' | 'completion' } | null,
    ) => {
      const { operationId } = acts.act('task.update', { id, ...(rule ?? { rule: null }) });
      return () => acts.undoOf([operationId]);
    },
    setRuleFrom: (id: string, ruleFrom: 'due' | 'completion') =>
      void acts.act('task.update', { id, ruleFrom }),
    /** Goes on to the next round, without completing the one that the person sees. */
    skip: ({ uid: id, occurrence }: Task) => {
      const { operationId } = acts.act('task.skip', { id, ...(occurrence && { occurrence }) });
      return () => acts.undoOf([operationId]);
    },
    /** As one step, each to a due of its own. */
    setDues: (dues: ReadonlyMap<string, readonly string[]>) => {
      const operationIds = acts.group(() =>
        [...dues].flatMap(([due, ids]) =>
          partsOf(ids).map((part) => acts.act('task.updateMany', { ids: part, due }).operationId),
        ),
      );
      return () => acts.undoOf(operationIds);
    },
    setPriority: (ids: readonly string[], priority: number) => update(ids, { priority }),
    /** Adds a label to all of them, or takes it off all. */
    setLabel: (ids: readonly string[], labelId: string, isOn: boolean) =>
      update(ids, isOn ? { addLabelIds: [labelId] } : { removeLabelIds: [labelId] }),
    /** Makes a label and adds it to all of them. */
    addNewLabel: (ids: readonly string[], name: string) => {
      const id = newId();
      const operationIds = acts.group(() => [
        acts.act('label.create', { id, name }).operationId,
        ...partsOf(ids).map(
          (part) => acts.act('task.updateMany', { ids: part, addLabelIds: [id] }).operationId,
        ),
      ]);
      return () => acts.undoOf(operationIds);
    },
    /** Each part but the first goes behind the one before. */
    move: ({ ids, place }: Move) => {
      let last: string | undefined;
      return inParts(ids, (part) => {
        const result = acts.act('task.move', {
          ids: part,
          ...(last === undefined ? place : { after: last }),
        });
        last = part.at(-1);
        return result;
      });
    },
    remove: (ids: readonly string[]) =>
      inParts(ids, (part) => acts.act('task.deleteMany', { ids: part })),
    task: (uid: string) => replica.row('task', uid),
  };
}

function partsOf(ids: readonly string[]): string[][] {
  const size = taskLimits.many;
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, at) =>
    ids.slice(at * size, (at + 1) * size),
  );
}

import type { TaskContent } from '@tydo/rules/task';
import type { TaskRead } from '@tydo/schemas/task';
import { createContext, useContext } from 'react';
import { createStore, type Store } from '../lib/store.ts';
import type { Asked, Change } from './change.ts';
import { type Clearing, createClearing } from './clearing.ts';
import { createTaskIds, type TaskIds } from './task-ids.ts';
import { createTaskVersions, type TaskVersions } from './task-versions.ts';

/** What could not be saved, or put back. `asked` is to be asked for again under its name. */
export type Unsaved = TaskContent & {
  key: number;
  reason: string;
  asked?: Asked;
};

/** The fields of a task as they are typed. */
export interface TaskText {
  title: string;
  description: string;
}

/** What somebody is changing a task into. `seenAt` is the `updatedAt` of what they started from. */
export interface EditDraft extends TaskText {
  from: TaskText;
  seenAt: string;
  refused?: { title?: string; description?: string; form?: string };
}

/** What one person has typed and not saved yet. */
export interface Notes {
  text: string;
  textError: string | undefined;
  unsaved: Unsaved[];
  /** By the key of the row that is open. */
  edits: ReadonlyMap<number, EditDraft>;
}

/**
 * What is on one person's desk: drafts, and changes on their way. It is no part of the query cache,
 * so it is still there when the same person has to sign in again.
 */
export interface Desk {
  notes: Store<Notes>;
  pending: Store<readonly Change[]>;
  /** The operations that the server refused, or may never have heard of. */
  unmade: Set<string>;
  /** The operations that may have been made though no answer said so. */
  unanswered: Set<string>;
  /** By their operations. */
  clearings: Map<string, Clearing>;
  ids: TaskIds;
  versions: TaskVersions;
}

/** An empty desk. */
export function createDesk(): Desk {
  return {
    notes: createStore<Notes>({ text: '', textError: undefined, unsaved: [], edits: new Map() }),
    pending: createStore<readonly Change[]>([]),
    unmade: new Set(),
    unanswered: new Set(),
    clearings: new Map(),
    ids: createTaskIds(),
    versions: createTaskVersions(),
  };
}

/** The clearing that was asked for under this name. */
export function clearingOf({ clearings }: Desk, operationId: string): Clearing {
  const clearing = clearings.get(operationId) ?? createClearing();
  clearings.set(operationId, clearing);
  return clearing;
}

/** The text of a task as an edit begins with it. */
export function textOf({ title, description }: Pick<TaskRead, keyof TaskText>): TaskText {
  return { title, description: description ?? '' };
}

/** Opens, changes or (without a draft) closes an edit. */
export function putEdit(notes: Notes, key: number, draft: EditDraft | undefined): Notes {
  const edits = new Map(notes.edits);
  if (draft) edits.set(key, draft);
  else edits.delete(key);
  return { ...notes, edits };
}

const DeskContext = createContext<Desk | undefined>(undefined);

export const DeskProvider = DeskContext.Provider;

/** The desk of the person who is signed in. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('useDesk needs a DeskProvider above it.');
  return desk;
}

/** Whether something would be lost if the page were closed now. */
export function isInUse({ notes, pending }: Desk): boolean {
  const { text, unsaved, edits } = notes.get();
  if (text.trim() !== '' || unsaved.length > 0 || pending.get().length > 0) return true;
  return [...edits.values()].some(
    ({ title, description, from }) => title !== from.title || description !== from.description,
  );
}

/** Resolves when nothing is on its way any more, or after `patience` milliseconds. */
export function settled({ pending }: Desk, patience: number): Promise<void> {
  if (pending.get().length === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, patience);
    const stop = pending.subscribe(() => pending.get().length === 0 && done());
    function done() {
      clearTimeout(timer);
      stop();
      resolve();
    }
  });
}

import type { TaskContent } from '@tydo/rules/task';
import type { TaskRead } from '@tydo/schemas/task';
import { createContext, useContext } from 'react';
import { createStore, type Store } from '../lib/store.ts';
import type { Change, Submitted } from './change.ts';
import { type Clearing, createClearing } from './clearing.ts';
import { createTaskIds, type TaskIds } from './task-ids.ts';
import { createTaskVersions, type TaskVersions } from './task-versions.ts';

/** A task that could not be saved or restored. `submitted` can be sent again with its operation id. */
export type UnsavedTask = TaskContent & {
  key: number;
  reason: string;
  submitted?: Submitted;
};

/** The text fields of a task as they are typed. */
export interface TaskText {
  title: string;
  description: string;
}

/** An open edit of a task. `from` and `seenAt` are the text and `updatedAt` when the edit began. */
export interface EditDraft extends TaskText {
  from: TaskText;
  seenAt: string;
  errors?: { title?: string; description?: string; form?: string };
}

/** What a person has typed and not saved yet. */
export interface Drafts {
  text: string;
  textError: string | undefined;
  unsaved: UnsavedTask[];
  /** Open edits by the key of their row. */
  edits: ReadonlyMap<number, EditDraft>;
}

/**
 * The state of one person that the server does not have yet: drafts and pending changes. It is not part
 * of the query cache, so it survives when the person has to sign in again.
 */
export interface LocalState {
  drafts: Store<Drafts>;
  pending: Store<readonly Change[]>;
  /** Ids of operations that the server rejected or may never have received. */
  failedOperations: Set<string>;
  /** Ids of operations that may have been carried out although no response arrived. */
  unansweredOperations: Set<string>;
  /** By operation id. */
  clearings: Map<string, Clearing>;
  ids: TaskIds;
  versions: TaskVersions;
}

/** A state without drafts and pending changes. */
export function createLocalState(): LocalState {
  return {
    drafts: createStore<Drafts>({ text: '', textError: undefined, unsaved: [], edits: new Map() }),
    pending: createStore<readonly Change[]>([]),
    failedOperations: new Set(),
    unansweredOperations: new Set(),
    clearings: new Map(),
    ids: createTaskIds(),
    versions: createTaskVersions(),
  };
}

/** The clearing with this operation id. */
export function clearingOf({ clearings }: LocalState, operationId: string): Clearing {
  const clearing = clearings.get(operationId) ?? createClearing();
  clearings.set(operationId, clearing);
  return clearing;
}

/** The text with which an edit of the task begins. */
export function textOf({ title, description }: Pick<TaskRead, keyof TaskText>): TaskText {
  return { title, description: description ?? '' };
}

/** Opens or changes an edit, or closes it when there is no draft. */
export function putEdit(drafts: Drafts, key: number, draft: EditDraft | undefined): Drafts {
  const edits = new Map(drafts.edits);
  if (draft) edits.set(key, draft);
  else edits.delete(key);
  return { ...drafts, edits };
}

const LocalStateContext = createContext<LocalState | undefined>(undefined);

export const LocalStateProvider = LocalStateContext.Provider;

/** The local state of the signed-in person. */
export function useLocalState(): LocalState {
  const localState = useContext(LocalStateContext);
  if (!localState) throw new Error('useLocalState needs a LocalStateProvider above it.');
  return localState;
}

/** Whether closing the page now would lose something. */
export function hasUnsavedWork({ drafts, pending }: LocalState): boolean {
  const { text, unsaved, edits } = drafts.get();
  if (text.trim() !== '' || unsaved.length > 0 || pending.get().length > 0) return true;
  return [...edits.values()].some(
    ({ title, description, from }) => title !== from.title || description !== from.description,
  );
}

/** Resolves when no change is pending any more, or after `timeoutMs`. */
export function waitForPending({ pending }: LocalState, timeoutMs: number): Promise<void> {
  if (pending.get().length === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(done, timeoutMs);
    const stop = pending.subscribe(() => pending.get().length === 0 && done());
    function done() {
      clearTimeout(timer);
      stop();
      resolve();
    }
  });
}

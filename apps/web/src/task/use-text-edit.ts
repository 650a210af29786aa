import type { Task } from '../sync/use-view.ts';
import { type EditDraft, putEdit, textOf, useDrafts } from './drafts.ts';
import { editChanges, type TextEdit } from './edit-changes.ts';

export interface TextEditActions {
  edit: (task: Task, edit: TextEdit) => void;
  forget: (operationId: string) => void;
}

/** Editing the text of a task: what is typed is a draft until it is saved. */
export function useTextEdit(task: Task, { edit, forget }: TextEditActions) {
  const drafts = useDrafts();
  const { uid } = task;
  const draftNow = () => drafts.get().edits.get(uid);
  const put = (next: EditDraft | undefined) => drafts.set((all) => putEdit(all, uid, next));
  return {
    write: (part: Partial<EditDraft>): void => {
      const from = textOf(task);
      put({ ...(draftNow() ?? { ...from, from }), ...part, errors: {} });
    },
    cancel: () => put(undefined),
    /** @returns the field with the first error; undefined where it is saved. */
    save: (): 'title' | 'description' | undefined => {
      const draft = draftNow();
      if (!draft) return undefined;
      const change = editChanges(draft);
      if ('errors' in change) {
        put({ ...draft, errors: change.errors });
        return change.errors.title === undefined ? 'description' : 'title';
      }
      put(undefined);
      if (Object.keys(change.changes).length > 0) edit(task, change);
      if (draft.refused !== undefined) forget(draft.refused);
      return undefined;
    },
  };
}

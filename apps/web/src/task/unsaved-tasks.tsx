import type { Refused } from '@tydo/replica/entry';
import type { TaskContent } from '@tydo/rules/task';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useStore } from '../lib/store.ts';
import { useSync, useSyncStatus } from '../sync/use-sync.ts';
import { Button } from '../ui/button.tsx';
import { type EditDraft, isChanged, putEdit, textOf, useDrafts } from './drafts.ts';
import { readLostEdit, readRefused, type Unsaved } from './refused.ts';
import { useLookup } from './use-lookup.ts';
import type { TaskActions } from './use-task-actions.ts';

/** Changes that could not be saved, with their text, until the person tries again or discards them. */
export function UnsavedTasks({ actions }: { actions: TaskActions }) {
  const { replica } = useSync();
  const lookup = useLookup();
  // The texts of others in it change with their rows.
  useSyncExternalStore(replica.version.subscribe, replica.version.get);
  const refused = useSyncExternalStore(replica.status.subscribe, () => replica.refused());
  const items = refused.flatMap((one) => {
    const { unsaved } = readRefused(one, lookup);
    return unsaved ? { refused: one, unsaved } : [];
  });
  const drafts = useDrafts();
  const edits = useStore(drafts, (all) => all.edits);
  const isLoaded = useSyncStatus((status) => status.isLoaded);
  const lostEdits = [...edits].filter(
    ([uid, draft]) => isLoaded && isChanged(draft) && !lookup.row(uid),
  );
  if (items.length + lostEdits.length === 0) return null;
  return (
    <section aria-label="Not saved" className="rounded-2xl bg-danger-wash px-4 py-1">
      <ul className="divide-y divide-danger-text/15">
        {items.map((item) => (
          <RefusedItem key={item.refused.entry.operationId} {...item} actions={actions} />
        ))}
        {lostEdits.map(([uid, draft]) => (
          <LostEditItem key={uid} uid={uid} draft={draft} actions={actions} />
        ))}
      </ul>
    </section>
  );
}

interface RefusedItemProps {
  refused: Refused;
  unsaved: Unsaved;
  actions: TaskActions;
}

function RefusedItem({ refused, unsaved, actions }: RefusedItemProps) {
  const { content, editIn } = unsaved;
  const { operationId } = refused.entry;
  const discard = () => actions.forget(operationId);

  function tryAgain() {
    if (!content) return actions.restore(operationId);
    discard();
    actions.createAgain(content);
  }

  return (
    <UnsavedItem unsaved={unsaved} tryAgain={tryAgain} discard={discard}>
      {editIn && (
        <EditButton refused={operationId} unsaved={unsaved} editIn={editIn} discard={discard} />
      )}
    </UnsavedItem>
  );
}

interface LostEditItemProps {
  uid: string;
  draft: EditDraft;
  actions: TaskActions;
}

/** What was typed for a task that was deleted meanwhile. */
function LostEditItem({ uid, draft, actions }: LostEditItemProps) {
  const drafts = useDrafts();
  const unsaved = readLostEdit(uid, draft, useLookup());
  const { content } = unsaved;
  const discard = () => drafts.set((all) => putEdit(all, uid, undefined));

  function createAgain(made: TaskContent) {
    discard();
    actions.createAgain(made);
  }

  const tryAgain = content && (() => createAgain(content));
  return <UnsavedItem unsaved={unsaved} tryAgain={tryAgain} discard={discard} />;
}

interface UnsavedItemProps {
  unsaved: Unsaved;
  /** Undefined where the text cannot be saved as it is. */
  tryAgain: (() => void) | undefined;
  discard: () => void;
  children?: ReactNode;
}

function UnsavedItem({ unsaved, tryAgain, discard, children }: UnsavedItemProps) {
  const { title, description, reason, theirs } = unsaved;
  return (
    <li className="flex flex-wrap items-center gap-x-2 py-1">
      <div className="grow basis-48 py-1.5">
        {theirs ? (
          <>
            <p className="text-danger-text">{reason}</p>
            <p className="mt-2 text-sm text-soft">Yours</p>
            <Text title={title} description={description} />
            <p className="mt-2 text-sm text-soft">Theirs</p>
            <Text title={theirs.title} description={theirs.description} />
          </>
        ) : (
          <>
            <Text title={title} description={description} />
            <p className="text-sm text-danger-text">{reason}</p>
          </>
        )}
      </div>
      <div className="-mr-3 ml-auto flex">
        {tryAgain && (
          <Button kind="plain" onClick={tryAgain}>
            {theirs ? 'Keep yours' : 'Try again'}
          </Button>
        )}
        {children}
        <Button kind="plain" onClick={discard}>
          {theirs ? 'Keep theirs' : 'Discard'}
        </Button>
      </div>
    </li>
  );
}

function Text({ title, description }: { title: string; description: string | null }) {
  return (
    <>
      <p dir="auto" className="font-medium wrap-anywhere">
        {title}
      </p>
      {description !== null && description !== '' && (
        <p
          dir="auto"
          className="text-sm whitespace-pre-line wrap-anywhere [unicode-bidi:plaintext]"
        >
          {description}
        </p>
      )}
    </>
  );
}

interface EditButtonProps {
  refused: string;
  unsaved: Unsaved;
  editIn: NonNullable<Unsaved['editIn']>;
  discard: () => void;
}

/** Puts the text back to where it was typed. */
function EditButton({ refused, unsaved, editIn, discard }: EditButtonProps) {
  const { title, description } = unsaved;
  const drafts = useDrafts();
  const lookup = useLookup();
  // It would replace what is typed there.
  const isEditing = useStore(drafts, ({ edits }) => editIn !== 'new-task' && edits.has(editIn.uid));
  if (isEditing) return null;

  function edit() {
    if (editIn === 'new-task') {
      // What is in the field goes behind it: nothing that was typed is lost.
      drafts.set((all) => ({ ...all, text: [title, all.text].join(' ').trim() }));
      discard();
      return;
    }
    const task = lookup.row(editIn.uid);
    if (!task) return;
    const from = textOf(task);
    drafts.set((all) =>
      putEdit(all, editIn.uid, {
        title,
        description: description ?? from.description,
        from,
        refused,
      }),
    );
  }

  return (
    <Button kind="plain" onClick={edit}>
      Edit
    </Button>
  );
}

import { useSyncExternalStore } from 'react';
import { quote } from '../lib/quote.ts';
import { useStore } from '../lib/store.ts';
import { useSync, useSyncStatus } from '../sync/use-sync.ts';
import { Button } from '../ui/button.tsx';
import { useToasts } from '../ui/toasts.ts';
import { isChanged, putEdit, textOf, useDrafts } from './drafts.ts';
import {
  joinGone,
  readLostEdit,
  readRefused,
  type Unsaved,
  type UnsavedContent,
} from './refused.ts';
import { inboxName } from './rows/inbox-name.ts';
import { useLookup } from './use-lookup.ts';
import { type TaskActions, useTaskActions } from './use-task-actions.ts';

/** Changes that could not be saved, with their text, until the person tries again or discards them. */
export default function UnsavedTasks() {
  const actions = useTaskActions();
  const { replica } = useSync();
  const lookup = useLookup();
  // The texts of others in it change with their rows.
  useSyncExternalStore(replica.version.subscribe, replica.version.get);
  const refused = useSyncExternalStore(replica.status.subscribe, () => replica.refused());
  const drafts = useDrafts();
  const edits = useStore(drafts, (all) => all.edits);
  const isLoaded = useSyncStatus((status) => status.isLoaded);
  const refusals = refused.flatMap((one): Item[] => {
    const { unsaved } = readRefused(one, lookup);
    const { operationId: key } = one.entry;
    return unsaved ? [{ key, unsaved, refused: key, discard: () => actions.forget(key) }] : [];
  });
  // What was typed for tasks that were deleted meanwhile.
  const lostEdits = [...edits]
    .filter(([uid, draft]) => isLoaded && isChanged(draft) && !lookup.row(uid))
    .map(([uid, draft]): Item => {
      const discard = () => drafts.set((all) => putEdit(all, uid, undefined));
      return { key: uid, unsaved: readLostEdit(uid, draft, lookup), discard };
    });
  const items = joinGone([...refusals, ...lostEdits]);
  if (items.length === 0) return null;
  return (
    <section aria-label="Not saved" className="rounded-lg bg-danger-wash px-4 py-1">
      <ul className="divide-y divide-danger/15">
        {items.map((item) => (
          <UnsavedItem key={item.key} item={item} actions={actions} />
        ))}
      </ul>
    </section>
  );
}

interface Item {
  key: string;
  unsaved: Unsaved;
  /** The `operationId` of the refused change. */
  refused?: string;
  discard: () => void;
}

function UnsavedItem({ item, actions }: { item: Item; actions: TaskActions }) {
  const { unsaved, refused, discard } = item;
  const { title, description, reason, theirs, content, editIn } = unsaved;

  const toasts = useToasts();
  const lookup = useLookup();

  function createAgain(made: UnsavedContent) {
    discard();
    actions.createAgain(made);
    const { listId } = made;
    const list = listId === undefined ? inboxName : (lookup.nameOf('list', listId) ?? '');
    toasts.show({ message: `Added ${quote(made.title)} to ${quote(list)}` });
  }

  const again = refused === undefined ? undefined : () => actions.restore(refused);
  const tryAgain = content ? () => createAgain(content) : again;
  return (
    <li className="flex flex-wrap items-center gap-x-2 py-1">
      <div className="grow basis-48 py-1.5">
        {theirs ? (
          <>
            <p className="text-danger">{reason}</p>
            <p className="mt-2 text-sm text-muted">Yours</p>
            <Text title={title} description={description} />
            <p className="mt-2 text-sm text-muted">Theirs</p>
            <Text title={theirs.title} description={theirs.description} />
          </>
        ) : (
          <>
            <Text title={title} description={description} />
            <p className="text-sm text-danger">{reason}</p>
          </>
        )}
      </div>
      <div className="-mr-3 ml-auto flex">
        {tryAgain && (
          <Button kind="plain" onClick={tryAgain}>
            {theirs ? 'Keep yours' : 'Try again'}
          </Button>
        )}
        {editIn && refused !== undefined && (
          <EditButton refused={refused} unsaved={unsaved} editIn={editIn} discard={discard} />
        )}
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

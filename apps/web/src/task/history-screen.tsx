import type { PastOperation } from '@tydo/replica/disk';
import { contentOf } from '@tydo/rules/task';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { age, exactDate } from '../lib/age.ts';
import { explain, readRefusal } from '../lib/refusal.ts';
import { useMinute } from '../lib/use-minute.ts';
import { useRow } from '../sync/use-row.ts';
import { useSync, useSyncStatus } from '../sync/use-sync.ts';
import type { Task } from '../sync/use-view.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { ScreenHeader } from '../ui/screen-header.tsx';
import { Sentence } from '../ui/sentence.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useToasts } from '../ui/toasts.ts';
import { describeOperation, taskChangesOf } from './describe-operation.ts';
import { useHistory } from './use-history.ts';
import { useTaskActions } from './use-task-actions.ts';

/** What was done to all tasks, or to the one with this `uid`, with ways back. */
export default function HistoryScreen({ uid }: { uid: string | undefined }) {
  const now = useMinute();
  return (
    <main className="column screen">
      <ScreenHeader title={uid === undefined ? 'History' : 'History of a task'}>
        {uid !== undefined && (
          <Link href="/history" className={buttonClass('plain')}>
            Of all tasks
          </Link>
        )}
      </ScreenHeader>
      {uid === undefined ? (
        <p className="text-muted">
          Everything that you did, on all your devices. Deleted tasks can be restored here.
        </p>
      ) : (
        <CurrentTask uid={uid} />
      )}
      <HistoryList uid={uid} now={now} />
    </main>
  );
}

/** What was done to all tasks, or to one, the latest first. */
export function HistoryList({ uid, now }: { uid: string | undefined; now: Date }) {
  const { operations, find, hasMore, isLoading, error, more } = useHistory(uid);
  const isLoaded = useSyncStatus((status) => status.isLoaded);
  const isEmpty = operations.length === 0;
  // Without anything on this device, it asks the server by itself.
  const begin = useRef(more);
  useEffect(() => {
    if (isEmpty && navigator.onLine) begin.current();
  }, [isEmpty]);
  if (!isLoaded && isEmpty) return <Skeleton label="Loading the history…" />;
  return (
    <>
      {isEmpty && !hasMore && (
        <p className="px-6 py-14 text-center text-muted">
          What you do with tasks appears here, and can be taken back.
        </p>
      )}
      {!isEmpty && (
        <ol aria-label="History" className="sheet">
          {operations.map((operation) => (
            <HistoryRow key={operation.id} operation={operation} uid={uid} find={find} now={now} />
          ))}
        </ol>
      )}
      {error !== undefined && <Notice tone="danger">{explain(readRefusal(error))}</Notice>}
      {hasMore && (
        <div className="justify-self-center">
          <Button kind="quiet" aria-disabled={isLoading} onClick={() => isLoading || more()}>
            {isLoading ? 'Loading…' : 'Show older'}
          </Button>
        </div>
      )}
    </>
  );
}

function CurrentTask({ uid }: { uid: string }) {
  const task = useRow(uid);
  if (!task) return <p className="text-muted">This task is deleted.</p>;
  return <TaskText task={task} />;
}

function TaskText({ task: { title, description } }: { task: Task }) {
  return (
    <div>
      <p dir="auto" className="wrap-anywhere">
        {title}
      </p>
      {description !== null && (
        <p
          dir="auto"
          className="text-sm whitespace-pre-line text-muted wrap-anywhere [unicode-bidi:plaintext]"
        >
          {description}
        </p>
      )}
    </div>
  );
}

interface HistoryRowProps {
  operation: PastOperation;
  uid: string | undefined;
  find: (id: string) => PastOperation | undefined;
  now: Date;
}

function HistoryRow({ operation, uid, find, now }: HistoryRowProps) {
  const { replica } = useSync();
  const at = new Date(operation.createdAt);
  const changes = taskChangesOf(operation);
  const own = changes.find(({ before, after }) => (after ?? before)?.uid === uid);
  const only =
    operation.changes.length === 1 && changes.length === 1
      ? (changes[0]?.after ?? changes[0]?.before)
      : undefined;
  return (
    <li className="flex items-start gap-2 px-2 py-0.5">
      <div className="min-w-0 grow py-1.5">
        <p className="text-pretty wrap-anywhere">
          {only && uid === undefined ? (
            <Link href={`/history/${only.uid}`} className="hover:underline">
              <Sentence text={describeOperation(operation, find)} />
            </Link>
          ) : (
            <Sentence text={describeOperation(operation, find)} />
          )}
        </p>
        {own?.after && <Description task={own.after} />}
        <p className="text-sm text-muted">
          {operation.seq === null ? (
            'Not saved yet'
          ) : (
            <time dateTime={operation.createdAt} title={exactDate(at)}>
              {age(at, now)}
            </time>
          )}
        </p>
      </div>
      {own?.after ? (
        <BringBack task={own.after} />
      ) : (
        replica.canUndo(operation.changes) && (
          <UndoButton operation={operation} isDeletion={isDeletion(operation)} />
        )
      )}
    </li>
  );
}

const isDeletion = ({ changes }: PastOperation): boolean =>
  changes.every(({ after }) => after === null);

function Description({ task }: { task: Task }) {
  if (task.description === null) return null;
  return (
    <p dir="auto" className="line-clamp-3 text-sm whitespace-pre-line text-muted wrap-anywhere">
      {task.description}
    </p>
  );
}

function UndoButton({
  operation,
  isDeletion: isRestore,
}: {
  operation: PastOperation;
  isDeletion: boolean;
}) {
  const actions = useTaskActions();
  const toasts = useToasts();
  return (
    <span className="-mr-2 shrink-0">
      <Button
        kind="plain"
        onClick={() => {
          actions.undoOf(operation.id);
          toasts.announce(isRestore ? 'Restored.' : 'Undone.');
        }}
      >
        {isRestore ? 'Restore' : 'Undo'}
      </Button>
    </span>
  );
}

/** Gives the task the content that it had then, or makes it again where it is deleted. */
function BringBack({ task }: { task: Task }) {
  const actions = useTaskActions();
  const toasts = useToasts();
  const now = useRow(task.uid);
  if (!now || JSON.stringify(contentOf(now)) === JSON.stringify(contentOf(task))) return null;
  return (
    <span className="-mr-2 shrink-0">
      <Button
        kind="plain"
        onClick={() => {
          actions.bringBack(now, task);
          toasts.announce('Restored.');
        }}
      >
        Restore
      </Button>
    </span>
  );
}

import { type ReactNode, useEffect, useState } from 'react';
import { countOf } from '../lib/count-of.ts';
import { explain, type Refusal } from '../lib/refusal.ts';
import { useStore } from '../lib/store.ts';
import { useIsOnline } from '../lib/use-is-online.ts';
import { useSync, useSyncStatus } from '../sync/use-sync.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** How long saving may take before the page says so, in milliseconds. */
const slowAfterMs = 3_000;

/** Says in words where changes are, when that is not what everybody expects. */
export default function SyncLine() {
  const { replica, failure: store } = useSync();
  const status = useSyncStatus((all) => all);
  const failure = useStore(store, (value) => value);
  const hasNetwork = useIsOnline();
  const isSlow = useIsSlow(status.waiting > 0 || (failure !== undefined && !status.isLoaded));
  const { disk, waiting, isLoaded } = status;

  if (disk === 'closed') {
    return (
      <Notice tone="danger" action={<ReloadButton />}>
        This tab no longer shows what is saved: Tydo was updated, or your tasks were removed from
        this device in another tab.
      </Notice>
    );
  }
  const isMemory = disk === 'memory' && (
    <Notice tone="danger">
      This browser can’t keep changes on this device. Keep this tab open: your changes are kept only
      in it until they are saved.
    </Notice>
  );
  const isOnline = hasNetwork && failure?.code !== 'OFFLINE';
  if (isMemory && isOnline && !isSlow) return isMemory;
  return (
    <>
      {isMemory}
      {message()}
    </>
  );

  function message() {
    const changes = countOf(waiting, 'change');
    if (!hasNetwork || (failure?.code === 'OFFLINE' && (isSlow || waiting === 0))) {
      const lead = hasNetwork ? 'Tydo can’t be reached.' : 'Offline.';
      if (!isLoaded) return <Note>{lead} Your tasks are loaded when you are back.</Note>;
      if (waiting > 0) return <Note>{`${lead} ${changes} will be saved when you are back.`}</Note>;
      return <Note>{lead} What you do is kept on this device, and saved when you are back.</Note>;
    }
    if (!isSlow) return null;
    const retry = (
      <Button kind="quiet" onClick={() => replica.wake()}>
        Retry
      </Button>
    );
    if (failure && failure.code !== 'OFFLINE') {
      return (
        <Notice tone="danger" action={retry}>
          {explainFailure(failure)} {waiting > 0 && `${changes} not saved yet. `}
          Nothing was lost; trying again…
        </Notice>
      );
    }
    if (waiting === 0) return null;
    return <Note>Saving {changes}…</Note>;
  }
}

/** Over the page, which stays where it is: nothing has to be done. */
const Note = ({ children }: { children: ReactNode }) => (
  <output className="sync-note">{children}</output>
);

const explainFailure = (refusal: Refusal): string => explain(refusal).replace(' Try again.', '');

/** Whether `isBusy` has been true for a while. */
function useIsSlow(isBusy: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  if (!isBusy && isSlow) setSlow(false);
  useEffect(() => {
    if (!isBusy) return;
    const timer = setTimeout(() => setSlow(true), slowAfterMs);
    return () => clearTimeout(timer);
  }, [isBusy]);
  return isBusy && isSlow;
}

function ReloadButton() {
  return (
    <Button kind="quiet" onClick={() => location.reload()}>
      Reload
    </Button>
  );
}

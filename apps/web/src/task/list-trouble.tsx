import { explain, isTransient, readRefusal } from '../lib/refusal.ts';
import { useIsOnline } from '../lib/use-is-online.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

interface ListTroubleProps {
  /** What the last attempt failed with. */
  reason: unknown;
  retry: () => Promise<void>;
}

/** Says why the tasks can't be had (or not the newest), from the first failed attempt on. */
export function ListTrouble({ reason, retry }: ListTroubleProps) {
  const isOnline = useIsOnline();
  if (!isOnline) {
    return (
      <Notice>
        You’re offline. Keep this tab open: what you do now is only in it, and is sent when you’re
        back.
      </Notice>
    );
  }
  if (reason === null) return null;
  const refusal = readRefusal(reason);
  if (refusal.code === 'UNAUTHORIZED' || refusal.code === 'DEPARTED') return null;
  const button = (
    <Button kind="quiet" onClick={() => void retry()}>
      Retry
    </Button>
  );
  return (
    <Notice tone="danger" action={button}>
      {explain(refusal)}
      {isTransient(refusal) && ' Nothing was lost; trying again…'}
    </Notice>
  );
}

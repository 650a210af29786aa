import { explain, isTemporary, readRefusal } from '../lib/refusal.ts';
import { useIsOnline } from '../lib/use-is-online.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

interface ListErrorProps {
  /** The error of the last attempt; null without one. */
  error: unknown;
  retry: () => Promise<void>;
}

/** Says why the tasks could not be loaded or refreshed, from the first failed attempt on. */
export function ListError({ error, retry }: ListErrorProps) {
  const isOnline = useIsOnline();
  if (!isOnline) {
    return (
      <Notice>
        You’re offline. Keep this tab open: your changes are kept only in it, and are sent when
        you’re back online.
      </Notice>
    );
  }
  if (error === null) return null;
  const refusal = readRefusal(error);
  if (refusal.code === 'UNAUTHORIZED' || refusal.code === 'PAGE_CLOSED') return null;
  const button = (
    <Button kind="quiet" onClick={() => void retry()}>
      Retry
    </Button>
  );
  return (
    <Notice tone="danger" action={button}>
      {explain(refusal)}
      {isTemporary(refusal) && ' Nothing was lost; trying again…'}
    </Notice>
  );
}

import { useEffect, useState } from 'react';
import { useStore } from '../lib/store.ts';
import { loadUpdate } from '../sync/register-worker.ts';

const messageDurationMs = 8000;

/** Offers a newer version of the page; nothing until there is one. */
export function UpdateButton() {
  const update = useStore(loadUpdate, (load) => load);
  const [isRefused, setRefused] = useState(false);
  useEffect(() => {
    if (!isRefused) return;
    const timer = setTimeout(() => setRefused(false), messageDurationMs);
    return () => clearTimeout(timer);
  }, [isRefused]);
  return (
    <>
      <output className="sr-only">{update && 'A new version of Tydo is ready.'}</output>
      {update && (
        <button
          type="button"
          title="A new version of Tydo is ready"
          onClick={() => setRefused(!update())}
          className="min-h-control cursor-pointer rounded-md px-2 text-sm font-medium text-accent-text hover:bg-hover"
        >
          Update
        </button>
      )}
      {isRefused && (
        <p role="alert" className="toast absolute inset-x-4 top-full z-10 w-auto py-3 pr-4">
          Something on this page is not saved yet. Finish it, then update.
        </p>
      )}
    </>
  );
}

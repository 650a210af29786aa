import { lazy, Suspense, useState } from 'react';
import { Button } from '../ui/button.tsx';

const ImportDialog = lazy(() => import('./import-dialog.tsx'));

/** Opens the import, whose code is loaded then. */
export function ImportButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)}>
        Import tasks
      </Button>
      {isOpen && (
        <Suspense>
          <ImportDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

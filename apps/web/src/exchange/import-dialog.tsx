import { countOf } from '../lib/count-of.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/notice.tsx';
import { FileField } from './file-field.tsx';
import { ImportPreview } from './import-preview.tsx';
import { type ImportState, useImport } from './use-import.ts';

interface ImportDialogProps {
  onClose: () => void;
}

/** Imports tasks of a file, and shows what becomes of it before anything is sent. */
export default function ImportDialog({ onClose }: ImportDialogProps) {
  const { state, read, send, undo, again } = useImport();
  const isWorking = ['read', 'send', 'undo'].includes(state.step);
  return (
    <Dialog
      title="Import tasks"
      isWide
      onClose={() => !isWorking && onClose()}
      actions={<Actions {...{ state, send, undo, again, onClose }} />}
    >
      {state.step === 'choose' && (
        <>
          {state.reason !== undefined && <Notice tone="danger">{state.reason}</Notice>}
          <FileField onFile={read} />
        </>
      )}
      {state.step === 'look' && <ImportPreview {...state} />}
      {state.step === 'send' && (
        <progress aria-label="Import" className="w-full" max={state.total} value={state.done} />
      )}
      {state.step === 'failed' && <Notice tone="danger">{state.reason}</Notice>}
      <output>{sentenceOf(state)}</output>
    </Dialog>
  );
}

/** What is read out. */
function sentenceOf(state: ImportState): string {
  switch (state.step) {
    case 'read':
      return `Reading ${state.name}…`;
    case 'send':
      return `${state.done} of ${countOf(state.total)}`;
    case 'done':
      return `${countOf(state.made)} imported${state.there > 0 ? `, ${state.there} were here already` : ''}.`;
    case 'failed':
      return state.operations.length > 0 ? 'Some tasks were imported before that.' : '';
    case 'undo':
      return 'Taking it back…';
    case 'undone':
      return 'The import was taken back.';
    case 'choose':
    case 'look':
      return '';
  }
}

interface ActionsProps extends Pick<ReturnType<typeof useImport>, 'send' | 'undo' | 'again'> {
  state: ImportState;
  onClose: () => void;
}

function Actions({ state, send, undo, again, onClose }: ActionsProps) {
  switch (state.step) {
    case 'choose':
      return (
        <Button kind="plain" onClick={onClose}>
          Cancel
        </Button>
      );
    case 'look':
      return (
        <>
          <Button kind="plain" onClick={again}>
            Choose another file
          </Button>
          <Button
            data-autofocus
            disabled={state.preview.made.tasks.length === 0}
            onClick={() => send(state.found)}
          >
            {`Import ${countOf(state.preview.made.tasks.length)}`}
          </Button>
        </>
      );
    case 'done':
    case 'failed':
      return (
        <>
          {state.operations.length > 0 && (
            <Button kind="quiet" onClick={() => undo(state.operations)}>
              Undo import
            </Button>
          )}
          <Button onClick={onClose}>Close</Button>
        </>
      );
    case 'undone':
      return <Button onClick={onClose}>Close</Button>;
    case 'read':
    case 'send':
    case 'undo':
      return null;
  }
}

import { useDayClock } from '../../dates/use-day-clock.ts';
import { countOf } from '../../lib/count-of.ts';
import { useStore } from '../../lib/store.ts';
import { useRows } from '../../sync/use-rows.ts';
import { useSettings } from '../../sync/use-settings.ts';
import { useSync } from '../../sync/use-sync.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useToasts } from '../../ui/toasts.ts';
import { undoButton } from '../../ui/undo-button.ts';
import { examplesOf, forgetExamples, removeExamples } from './examples.ts';

/** While there are example tasks: the click that removes them. */
export default function ExamplesNotice() {
  const sync = useSync();
  const clock = useDayClock();
  const settings = useSettings();
  const toasts = useToasts();
  const { uids } = useStore(examplesOf(sync.notes), (examples) => examples);
  const left = useRows(uids).length;
  if (left === 0) return null;

  function remove() {
    const { removed, kept, undo } = removeExamples(sync, { clock, settings });
    const message =
      kept === 0
        ? 'Removed the examples'
        : `Removed ${countOf(removed, 'example')}, kept ${countOf(kept)} with changes or subtasks of yours`;
    toasts.show({ message, action: undoButton(toasts, undo) });
  }

  return (
    <Notice
      action={
        <div className="-mr-2 flex">
          <Button kind="plain" onClick={() => forgetExamples(sync.notes)}>
            Keep them
          </Button>
          <Button kind="plain" onClick={remove}>
            Remove examples
          </Button>
        </div>
      }
    >
      These tasks are examples. Try what you like with them.
    </Notice>
  );
}

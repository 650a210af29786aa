import Sprout from 'lucide-react/icons/sprout';
import { useDayClock } from '../../dates/use-day-clock.ts';
import { ImportButton } from '../../exchange/import-button.tsx';
import { countOf } from '../../lib/count-of.ts';
import { useSettings } from '../../sync/use-settings.ts';
import { useSync } from '../../sync/use-sync.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { keysOf } from '../../ui/keys-of.ts';
import { useToasts } from '../../ui/toasts.ts';
import { undoButton } from '../../ui/undo-button.ts';
import { newTaskId } from '../add-task.tsx';
import { useTaskActions } from '../use-task-actions.ts';
import { examplesOf, forgetExamples, readExamples } from './examples.ts';

const keys = [
  ['n', 'Add a task'],
  ['/', 'Search'],
  ['Mod+k', 'Go to or do anything'],
] as const;

/** What an account without any task shows: the ways to begin, and the keys to know. */
export default function FirstMinute() {
  const { notes, replica } = useSync();
  const clock = useDayClock();
  const settings = useSettings();
  const actions = useTaskActions();
  const toasts = useToasts();

  function addExamples() {
    const { rows: labels } = replica.view({ noun: 'label' });
    const known = { lists: [], sections: [], labels };
    const { tasks, newLabels } = readExamples({ clock, settings, known });
    const { uids, undo } = actions.createMany(tasks, newLabels);
    examplesOf(notes).set(() => ({ uids, labelIds: newLabels.map(({ id }) => id) }));
    const undoAll = () => {
      undo();
      forgetExamples(notes);
    };
    toasts.show({
      message: `Added ${countOf(uids.length)}`,
      action: undoButton(toasts, undoAll),
    });
  }

  return (
    <EmptyState
      icon={Sprout}
      title="No tasks yet"
      action={
        <div className="grid justify-items-center gap-6">
          <div className="flex flex-wrap justify-center gap-2">
            <Button kind="quiet" onClick={() => document.getElementById(newTaskId)?.focus()}>
              Add a task
            </Button>
            <Button kind="quiet" onClick={addExamples}>
              Try with examples
            </Button>
            <ImportButton />
          </div>
          <dl className="grid grid-cols-[auto_auto] gap-x-3 gap-y-2 text-sm text-muted pointer-coarse:hidden">
            {keys.map(([key, name]) => (
              <div key={key} className="contents">
                <dt className="text-right">
                  <kbd className="key">{keysOf(key)?.text}</kbd>
                </dt>
                <dd className="text-left">{name}</dd>
              </div>
            ))}
          </dl>
        </div>
      }
    >
      Write down the first thing on your mind, with its date, label and priority. For example: Call
      Bo tomorrow 9am every week @phone p1
    </EmptyState>
  );
}

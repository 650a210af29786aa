import { allPlaces } from '../lib/places.ts';
import { rowKeys } from '../lib/row-keys.ts';
import { useSingleKeys } from '../lib/single-keys.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { keysOf } from '../ui/keys-of.ts';

/** A name, and the keys that do it, each by itself. */
type Shortcut = readonly [name: string, ...keys: string[]];

const groups: readonly { title: string; shortcuts: readonly Shortcut[] }[] = [
  {
    title: 'Everywhere',
    shortcuts: [
      ['Go to or do anything', 'Mod+k'],
      ['Add a task', 'n', 'q'],
      ['Search', '/', 'Mod+f'],
      ['Undo', 'Mod+z'],
      ['Redo', 'Mod+Shift+z'],
      ['These keys', '?'],
    ],
  },
  {
    title: 'A task with the focus',
    shortcuts: [
      ['Next, previous', 'j', 'k'],
      ['Complete', 'Space'],
      ['Edit', rowKeys.edit],
      ['Due date', rowKeys.due],
      ['Move to a list', rowKeys.move],
      ['Priority', rowKeys.priority],
      ['Labels', rowKeys.labels],
      ['Select', rowKeys.select],
      ['Select more', 'Shift+Down'],
      ['Copy as text', 'Mod+c'],
      ['Delete', rowKeys.remove],
      ['Move up, down', 'Alt+Up', 'Alt+Down'],
      ['Make a subtask, or not', 'Alt+Right', 'Alt+Left'],
      ['Show, hide subtasks', 'Right', 'Left'],
    ],
  },
  { title: 'Go to: g, then', shortcuts: allPlaces.map(({ name, key }) => [name, key] as const) },
];

interface ShortcutSheetProps {
  onClose: () => void;
  /** Shows what dates and quick add understand. */
  openDates: () => void;
}

/** All keys, and the switch that turns single ones off. */
export default function ShortcutSheet({ onClose, openDates }: ShortcutSheetProps) {
  const [isOn, setOn] = useSingleKeys();
  return (
    <Dialog
      title="Keyboard shortcuts"
      isWide
      onClose={onClose}
      actions={
        <>
          <Button kind="plain" onClick={openDates}>
            Dates and quick add
          </Button>
          <Button kind="quiet" aria-pressed={!isOn} onClick={() => setOn(!isOn)}>
            {isOn ? 'Turn single keys off' : 'Turn single keys on'}
          </Button>
          <Button data-autofocus onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      {!isOn && (
        <p className="text-muted">Single keys are off. Keys with Ctrl, ⌘ or Alt still work.</p>
      )}
      <div className="columns-1 gap-8 sm:columns-2">
        {groups.map(({ title, shortcuts }) => (
          <section key={title} aria-label={title} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 text-sm font-semibold text-muted">{title}</h3>
            <dl className="text-sm">
              {shortcuts.map(([name, ...keys]) => (
                <div key={name} className="flex min-h-7 items-center justify-between gap-4">
                  <dt>{name}</dt>
                  <dd className="flex gap-1">
                    {keys.map((key) => (
                      <kbd key={key} className="key">
                        {keysOf(key)?.text}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

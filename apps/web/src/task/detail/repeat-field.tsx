import Check from 'lucide-react/icons/check';
import CircleOff from 'lucide-react/icons/circle-off';
import PencilLine from 'lucide-react/icons/pencil-line';
import Repeat from 'lucide-react/icons/repeat';
import SkipForward from 'lucide-react/icons/skip-forward';
import { type FormEvent, useState } from 'react';
import { dateWords } from '../../dates/date-words.ts';
import { type ReadRule, readRule } from '../../dates/read-date.ts';
import { rulePresets } from '../../dates/rule-presets.ts';
import { roundAfter, ruleSource, ruleWords } from '../../dates/rule-words.ts';
import { useDayClock } from '../../dates/use-day-clock.ts';
import { useSettings } from '../../sync/use-settings.ts';
import type { Task } from '../../sync/use-view.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useTaskCommands } from '../rows/task-commands.ts';
import { useTaskActs } from '../rows/use-task-acts.ts';

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** How a task repeats: by a preset, or by any rule as text. */
export function RepeatField({ task }: { task: Task }) {
  const { uid, due, rule, ruleFrom, completed } = task;
  const clock = useDayClock();
  const acts = useTaskActs();
  const commands = useTaskCommands();
  const [isTyping, setTyping] = useState(false);
  const words = rule === null ? 'Does not repeat' : upperFirst(ruleWords(rule, ruleFrom));
  const presets = rulePresets(due ?? clock.today);
  return (
    <>
      <Menu
        label="Repeats"
        renderTrigger={(trigger) => (
          <Button kind="plain" aria-label={`Repeats: ${words}`} {...trigger}>
            <Icon of={Repeat} size="sm" />
            <span className="max-w-56 truncate">{words}</span>
          </Button>
        )}
      >
        {presets.map((preset) => (
          <MenuItem
            key={preset.rule}
            icon={Repeat}
            isChecked={rule === preset.rule}
            onSelect={() => commands.setRule(uid, { ...preset, due: withTime(preset.due, due) })}
          >
            {upperFirst(ruleWords(preset.rule, 'due'))}
          </MenuItem>
        ))}
        <MenuItem icon={PencilLine} onSelect={() => setTyping(true)}>
          Another rule…
        </MenuItem>
        {rule !== null && (
          <>
            <MenuSeparator />
            <MenuItem
              icon={Check}
              isChecked={ruleFrom === 'completion'}
              onSelect={() => commands.setRuleFrom(uid, ruleFrom === 'due' ? 'completion' : 'due')}
            >
              Repeat after completion
            </MenuItem>
            {!completed && (
              <MenuItem icon={SkipForward} onSelect={() => acts.skip(task, clock)}>
                Skip this round
              </MenuItem>
            )}
            <MenuItem icon={CircleOff} onSelect={() => commands.setRule(uid, null)}>
              Don’t repeat
            </MenuItem>
          </>
        )}
      </Menu>
      {isTyping && (
        <RuleDialog
          task={task}
          onClose={() => setTyping(false)}
          save={(read) => {
            setTyping(false);
            commands.setRule(uid, read);
          }}
        />
      )}
    </>
  );
}

/** A first round on another day keeps the time. */
const withTime = (day: string, due: string | null): string =>
  due === null || day !== day.slice(0, 10) ? day : day + due.slice(10);

interface RuleDialogProps {
  task: Task;
  onClose: () => void;
  save: (rule: ReadRule) => void;
}

/** Any rule as text, with what it means while it is typed. */
function RuleDialog({ task, onClose, save }: RuleDialogProps) {
  const { due, rule, ruleFrom } = task;
  const clock = useDayClock();
  const settings = useSettings();
  const [text, setText] = useState(() => (rule === null ? '' : ruleSource(rule, ruleFrom)));
  const [isSent, setSent] = useState(false);
  const read = text.trim() === '' ? undefined : readRule(text, { due, clock, settings });
  const isRead = read !== undefined && typeof read !== 'string';

  function submit(event: FormEvent) {
    event.preventDefault();
    setSent(true);
    if (isRead) save(read);
  }

  const next = isRead ? roundAfter(read.rule, read.ruleFrom, read.due) : undefined;
  const meaning = isRead
    ? [
        upperFirst(ruleWords(read.rule, read.ruleFrom)),
        `first ${dateWords(read.due, clock)}`,
        next && `then ${dateWords(next, clock)}`,
      ]
        .filter(Boolean)
        .join(' · ')
    : 'Such as “every 2 weeks on monday”, “every last workday”, “every! 3 months”, FREQ=DAILY';
  return (
    <Dialog title="Repeats" onClose={onClose}>
      <form onSubmit={submit} noValidate className="grid gap-3">
        <TextField
          label="Rule"
          data-autofocus
          autoComplete="off"
          value={text}
          hint={meaning}
          error={isSent && typeof read === 'string' ? read : undefined}
          onChange={({ target }) => {
            setText(target.value);
            setSent(false);
          }}
        />
        <div className="flex justify-end gap-2">
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit">Save</Button>
        </div>
      </form>
    </Dialog>
  );
}

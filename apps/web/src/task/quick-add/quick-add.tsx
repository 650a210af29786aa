// Quick add in the field for a new task. Loaded with the field, after the first rows.
import CalendarIcon from 'lucide-react/icons/calendar';
import FlagIcon from 'lucide-react/icons/flag';
import HashIcon from 'lucide-react/icons/hash';
import Hourglass from 'lucide-react/icons/hourglass';
import ListIcon from 'lucide-react/icons/list';
import Repeat from 'lucide-react/icons/repeat';
import TagIcon from 'lucide-react/icons/tag';
import Target from 'lucide-react/icons/target';
import { Fragment, type KeyboardEvent, lazy, Suspense, useState } from 'react';
import { withoutIsolates } from '../../lib/isolate.ts';
import { optionalLoader } from '../../lib/lazy-screen.ts';
import { Chip } from '../../ui/chip.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { QuickChip } from './chips.ts';
import { ignoring, type Marks, toggledOther } from './marks.ts';
import type { Reading } from './reading.ts';

export { chipsOf, unknownWords } from './chips.ts';
export { takeDroppedText } from './dropped-text.ts';
export { editedMarks } from './marks.ts';
export { readPasted } from './read-lines.ts';
export { readText } from './reading.ts';
export { Suggestions } from './suggestions.tsx';
export { toTask } from './to-task.ts';

const DatesHelp = lazy(optionalLoader(() => import('../../dates/dates-help.tsx')));

const icons = {
  list: ListIcon,
  section: HashIcon,
  label: TagIcon,
  priority: FlagIcon,
  due: CalendarIcon,
  start: Hourglass,
  deadline: Target,
  rule: Repeat,
};

/** The text with what was understood, behind the field: it never moves what is typed. */
export function Tint({
  text,
  reading,
  scroll,
}: {
  text: string;
  reading: Reading;
  scroll: number;
}) {
  const { spans } = reading;
  return (
    <div aria-hidden className="quick-tint">
      <span dir="auto" style={{ translate: `${-scroll}px` }}>
        {spans.map(({ start, end }, at) => (
          <Fragment key={start}>
            {text.slice(spans[at - 1]?.end ?? 0, start)}
            <mark>{text.slice(start, end)}</mark>
          </Fragment>
        ))}
        {text.slice(spans.at(-1)?.end ?? 0)}
      </span>
    </div>
  );
}

interface ChipsProps {
  chips: readonly QuickChip[];
  /** What is not made of the text, in words. */
  unknown: readonly string[];
  marks: Marks;
  /** Called with what the person has decided. */
  decide: (marks: Marks) => void;
}

/** What was understood, in words; each can be made text again, and of a doubt the other reading taken. */
export function Chips({ chips, unknown, marks, decide }: ChipsProps) {
  const numbers = numbersOf(chips);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const spoken = [...chips.map(({ text }) => text), ...unknown].join('; ');
  return (
    <>
      <output className="sr-only">{withoutIsolates(spoken)}</output>
      {chips.length > 0 && (
        <div className="quick-chips">
          <ul aria-label="Understood" className="flex flex-wrap gap-1.5">
            {chips.map(({ key, kind, text, spans, others }) => (
              <li key={key} className="flex max-w-full flex-wrap items-center gap-1">
                <Chip
                  icon={<Icon of={icons[kind]} size="sm" />}
                  {...(spans.length > 0 && {
                    onRemove: () => decide(ignoring(marks, spans)),
                    removeLabel: `Keep “${spans.map(({ start, end }) => marks.text.slice(start, end)).join(' ')}” as text`,
                  })}
                >
                  {text}
                </Chip>
                {others.map((other) => (
                  <button
                    key={other.key}
                    type="button"
                    aria-keyshortcuts={`Alt+${numbers.get(other.key)}`}
                    title={`Alt+${numbers.get(other.key)}`}
                    onClick={() => decide(toggledOther(marks, other.key))}
                    className="quick-other"
                  >
                    {`or ${other.text}`}
                  </button>
                ))}
              </li>
            ))}
          </ul>
          <button type="button" onClick={() => setHelpOpen(true)} className="quick-other">
            What can I type?
          </button>
        </div>
      )}
      {isHelpOpen && (
        <Suspense>
          <DatesHelp onClose={() => setHelpOpen(false)} />
        </Suspense>
      )}
      {unknown.map((words) => (
        <p key={words} className="text-sm text-muted wrap-anywhere">
          {words}
        </p>
      ))}
    </>
  );
}

/** The other readings by number, for the keys. */
const numbersOf = (chips: readonly QuickChip[]): Map<string, number> =>
  new Map(chips.flatMap(({ others }) => others).map(({ key }, at) => [key, at + 1]));

interface Now {
  reading: Reading;
  chips: readonly QuickChip[];
  marks: Marks;
}

/** Backspace right behind a span, and Alt with a number. @returns what is decided with the key. */
export function decideByKey(
  event: KeyboardEvent<HTMLInputElement>,
  { reading, chips, marks }: Now,
): Marks | undefined {
  const { key, code, altKey, ctrlKey, metaKey, currentTarget, nativeEvent } = event;
  if (nativeEvent.isComposing) return undefined;
  const digit = /^Digit([1-9])$/.exec(code)?.[1];
  if (altKey && digit !== undefined) {
    const other = chips.flatMap(({ others }) => others)[Number(digit) - 1];
    return other && toggledOther(marks, other.key);
  }
  const { selectionStart, selectionEnd } = currentTarget;
  if (key !== 'Backspace' || altKey || ctrlKey || metaKey) return undefined;
  if (selectionStart !== selectionEnd) return undefined;
  const span = reading.spans.find(({ end }) => end === selectionStart);
  return span && ignoring(marks, [span]);
}

/** A click on a span makes it text. */
export function decideByClick(field: HTMLInputElement, { reading, marks }: Now): Marks | undefined {
  const { selectionStart, selectionEnd } = field;
  if (selectionStart === null || selectionStart !== selectionEnd) return undefined;
  const span = reading.spans.find(
    ({ start, end }) => start < selectionStart && selectionStart < end,
  );
  return span && ignoring(marks, [span]);
}

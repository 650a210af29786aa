import { shiftDays } from '@tydo/rules/date';
import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { weekdayOf } from './date-words.ts';
import { monthWords, weekdayWords } from './month-words.ts';

interface MonthGridProps {
  /** The day that is chosen, and whose month is shown first. */
  value: string | undefined;
  today: string;
  /** 1 Monday … 7 Sunday. */
  weekStart: number;
  choose: (day: string) => void;
}

/** A day of the month before or after; the last one where that month is shorter. */
function shiftMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  const shifted = new Date(Date.UTC(year, month - 1 + months, Math.min(date, last)));
  return shifted.toISOString().slice(0, 10);
}

/** The days of a month. Arrow keys, Home, End, Page Up and Page Down move in it. */
export function MonthGrid({ value, today, weekStart, choose }: MonthGridProps) {
  const id = useId();
  const [active, setActive] = useState(value ?? today);
  const [shown, setShown] = useState(value);
  const table = useRef<HTMLTableElement>(null);
  const hasMoved = useRef(false);
  // What is typed moves it.
  if (shown !== value) {
    setShown(value);
    if (value !== undefined) setActive(value);
  }
  useLayoutEffect(() => {
    if (!hasMoved.current) return;
    hasMoved.current = false;
    table.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    // Each time another day is the active one.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [active]);

  const inWeek = (day: string) => (weekdayOf(day) - (weekStart % 7) + 7) % 7;
  const first = `${active.slice(0, 8)}01`;
  const begin = shiftDays(first, -inWeek(first));
  const weeks = Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_day, at) => shiftDays(begin, week * 7 + at)),
  ).filter(([monday = '', ...days]) => [monday, ...days].some((day) => isInMonth(day)));
  function isInMonth(day: string): boolean {
    return day.startsWith(active.slice(0, 7));
  }

  function onKeyDown(event: KeyboardEvent) {
    const steps: Record<string, string> = {
      ArrowLeft: shiftDays(active, -1),
      ArrowRight: shiftDays(active, 1),
      ArrowUp: shiftDays(active, -7),
      ArrowDown: shiftDays(active, 7),
      Home: shiftDays(active, -inWeek(active)),
      End: shiftDays(active, 6 - inWeek(active)),
      PageUp: shiftMonths(active, event.shiftKey ? -12 : -1),
      PageDown: shiftMonths(active, event.shiftKey ? 12 : 1),
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    hasMoved.current = true;
    setActive(next);
  }

  return (
    <div className="grid gap-1">
      <div className="flex items-center justify-between">
        <IconButton label="Month before" onClick={() => setActive(shiftMonths(active, -1))}>
          <Icon of={ChevronLeft} />
        </IconButton>
        <span id={id} aria-live="polite" className="font-medium">
          {monthWords(active)}
        </span>
        <IconButton label="Month after" onClick={() => setActive(shiftMonths(active, 1))}>
          <Icon of={ChevronRight} />
        </IconButton>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- arrow keys move in it. */}
      <table ref={table} role="grid" aria-labelledby={id} onKeyDown={onKeyDown} className="month">
        <thead>
          <tr>
            {weeks[0]?.map((day) => (
              <th key={day} scope="col" abbr={weekdayWords(day)}>
                {weekdayWords(day).slice(0, 2)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day} aria-selected={day === value}>
                  <button
                    type="button"
                    tabIndex={day === active ? 0 : -1}
                    aria-current={day === today ? 'date' : undefined}
                    aria-label={`${weekdayWords(day)} ${Number(day.slice(8))} ${monthWords(day)}`}
                    data-other={!isInMonth(day)}
                    onClick={() => choose(day)}
                  >
                    {Number(day.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

import { dayOf, shiftDays } from '@tydo/rules/date';
import ArrowRight from 'lucide-react/icons/arrow-right';
import CalendarX from 'lucide-react/icons/calendar-x';
import Clock from 'lucide-react/icons/clock';
import Sun from 'lucide-react/icons/sun';
import Sunrise from 'lucide-react/icons/sunrise';
import { type FormEvent, type KeyboardEvent, useId, useState } from 'react';
import { useSettings } from '../sync/use-settings.ts';
import { fieldClass } from '../ui/field.tsx';
import { focusOnMount } from '../ui/focus-on-mount.ts';
import { Icon } from '../ui/icon.tsx';
import { awayWords, calendarDay, dateWords, weekdayOf } from './date-words.ts';
import { MonthGrid } from './month-grid.tsx';
import { readDate } from './read-date.ts';
import { useDayClock } from './use-day-clock.ts';

export interface DateChooserProps {
  /** "Due date". */
  label: string;
  value: string | null;
  /** Of a deadline: it has no time. */
  isDay?: boolean;
  /** Whether there is a date to clear; by default where there is a value. */
  canClear?: boolean;
  choose: (date: string | null) => void;
}

/** Chooses a date: by what is typed, by a button, or from the month. */
export default function DateChooser(props: DateChooserProps) {
  const { label, value, isDay = false, canClear = value !== null, choose } = props;
  const id = useId();
  const clock = useDayClock();
  const settings = useSettings();
  const [text, setText] = useState('');
  const { today } = clock;
  const read = text.trim() === '' ? undefined : readDate(text, { value, isDay, clock, settings });
  const shown = read ?? value ?? undefined;
  const isUnread = text.trim() !== '' && read === undefined;
  /** A day, at the time that the task has. */
  const onDay = (day: string) => choose(value === null || isDay ? day : day + value.slice(10));
  const toNextWeek = ((settings.weekStart % 7) - weekdayOf(today) + 7) % 7 || 7;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (read !== undefined) choose(read);
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    event.currentTarget.form?.querySelector<HTMLElement>('[role=grid] [tabindex="0"]')?.focus();
  }

  const shortcut = (icon: typeof Sun, name: string, day: string) => (
    <button type="button" className="option" onClick={() => onDay(day)}>
      <Icon of={icon} />
      <span className="grow">{name}</span>
      <span className="text-xs text-muted">{calendarDay(day, today)}</span>
    </button>
  );

  return (
    <form onSubmit={submit} noValidate className="grid w-64 gap-2">
      <input
        ref={focusOnMount}
        aria-label={label}
        aria-describedby={id}
        aria-invalid={isUnread || undefined}
        placeholder={isDay ? 'next fri, dec 24' : 'next fri, dec 24 9am'}
        autoComplete="off"
        enterKeyHint="done"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={onKeyDown}
        className={`${fieldClass} h-control`}
      />
      <output id={id} className="min-h-5 px-1 text-sm text-muted">
        {isUnread && 'No date yet'}
        {!isUnread && shown !== undefined && (
          <>
            {dateWords(shown, clock)}
            {awayWords(shown, today) !== undefined && ` · ${awayWords(shown, today)}`}
          </>
        )}
      </output>
      <div className="grid">
        {shortcut(Sun, 'Today', today)}
        {shortcut(Sunrise, 'Tomorrow', shiftDays(today, 1))}
        {shortcut(ArrowRight, 'Next week', shiftDays(today, toNextWeek))}
        {value !== null && value !== dayOf(value) && (
          <button type="button" className="option" onClick={() => choose(dayOf(value))}>
            <Icon of={Clock} />
            No time
          </button>
        )}
        {canClear && (
          <button type="button" className="option" onClick={() => choose(null)}>
            <Icon of={CalendarX} />
            No date
          </button>
        )}
      </div>
      <MonthGrid
        value={shown && dayOf(shown)}
        today={today}
        weekStart={settings.weekStart}
        choose={onDay}
      />
    </form>
  );
}

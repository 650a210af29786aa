import { useMemo } from 'react';
import { useSettings } from '../sync/use-settings.ts';
import { useSync } from '../sync/use-sync.ts';
import { Segmented } from '../ui/segmented.tsx';
import { Select } from '../ui/select.tsx';
import { useToasts } from '../ui/toasts.ts';
import { AccountSection } from './account-section.tsx';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Time zone, start of the week, and the order of day and month. */
export function DatesSection() {
  const save = useSaveSettings();
  const { zone, weekStart, dateOrder } = useSettings();
  const zones = useMemo(
    () => [...new Set([zone, 'UTC', ...Intl.supportedValuesOf('timeZone')])].toSorted(byText),
    [zone],
  );
  return (
    <AccountSection
      title="Dates"
      hint="The time zone decides when your day begins and when a task is overdue."
    >
      <Select
        label="Time zone"
        value={zone}
        onChange={({ target }) => save({ zone: target.value })}
      >
        {zones.map((each) => (
          <option key={each} value={each}>
            {each.replaceAll('_', ' ')}
          </option>
        ))}
      </Select>
      <Select
        label="First day of the week"
        value={weekStart}
        onChange={({ target }) => save({ weekStart: Number(target.value) })}
      >
        {weekdays.map((name, at) => (
          <option key={name} value={at + 1}>
            {name}
          </option>
        ))}
      </Select>
      <div className="grid justify-items-start gap-1.5">
        <span className="text-sm font-medium text-muted">Read 1/2 as</span>
        <Segmented
          label="Read 1/2 as"
          options={[
            { value: 'mdy', label: '2 January' },
            { value: 'dmy', label: '1 February' },
          ]}
          value={dateOrder}
          onChange={(value) => save({ dateOrder: value })}
        />
      </div>
    </AccountSection>
  );
}

/** Saves at once, and says so. */
function useSaveSettings() {
  const { acts } = useSync();
  const toasts = useToasts();
  return (changes: { zone?: string; weekStart?: number; dateOrder?: 'mdy' | 'dmy' }) => {
    acts.act('settings.update', changes);
    toasts.show({ message: 'Settings saved' });
  };
}

const byText = (one: string, other: string): number => (one < other ? -1 : 1);

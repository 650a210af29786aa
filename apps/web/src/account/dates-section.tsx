import { useMemo } from 'react';
import { useSettings } from '../sync/use-settings.ts';
import { useSync } from '../sync/use-sync.ts';
import { Segmented } from '../ui/segmented.tsx';
import { Select } from '../ui/select.tsx';
import { AccountSection } from './account-section.tsx';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Time zone, start of the week, and the order of day and month. */
export function DatesSection() {
  const { acts } = useSync();
  const { zone, weekStart, dateOrder } = useSettings();
  const zones = useMemo(
    () => [...new Set([zone, 'UTC', ...Intl.supportedValuesOf('timeZone')])].toSorted(byText),
    [zone],
  );
  return (
    <AccountSection
      title="Dates"
      hint="Your time zone says when a day begins, and when a time has passed."
    >
      <Select
        label="Time zone"
        value={zone}
        onChange={({ target }) => void acts.act('settings.update', { zone: target.value })}
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
        onChange={({ target }) =>
          void acts.act('settings.update', { weekStart: Number(target.value) })
        }
      >
        {weekdays.map((name, at) => (
          <option key={name} value={at + 1}>
            {name}
          </option>
        ))}
      </Select>
      <div className="grid justify-items-start gap-1.5">
        <span className="text-sm font-medium text-muted">1/2 is</span>
        <Segmented
          label="What 1/2 means"
          options={[
            { value: 'mdy', label: '2 January' },
            { value: 'dmy', label: '1 February' },
          ]}
          value={dateOrder}
          onChange={(value) => void acts.act('settings.update', { dateOrder: value })}
        />
      </div>
    </AccountSection>
  );
}

const byText = (one: string, other: string): number => (one < other ? -1 : 1);

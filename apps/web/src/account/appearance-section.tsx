import type { ReactNode } from 'react';
import { setAppearance, useAppearance } from '../lib/appearance.ts';
import { useSingleKeys } from '../lib/single-keys.ts';
import { Segmented } from '../ui/segmented.tsx';
import { AccountSection } from './account-section.tsx';

/** Colours, density and keys, on this device. */
export function AppearanceSection() {
  const { theme, density } = useAppearance();
  const [areKeysOn, setKeysOn] = useSingleKeys();
  return (
    <AccountSection
      title="Appearance"
      hint="Colors, density and keys. They are saved in this browser only."
    >
      <Setting name="Theme">
        <Segmented
          label="Theme"
          options={[
            { value: 'system', label: 'As the system' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
          value={theme}
          onChange={(value) => setAppearance({ theme: value })}
        />
      </Setting>
      <Setting name="Density">
        <Segmented
          label="Density"
          options={[
            { value: 'comfortable', label: 'Comfortable' },
            { value: 'compact', label: 'Compact' },
          ]}
          value={density}
          onChange={(value) => setAppearance({ density: value })}
        />
      </Setting>
      <Setting name="Single-key shortcuts">
        <Segmented
          label="Single-key shortcuts"
          options={[
            { value: 'on', label: 'On' },
            { value: 'off', label: 'Off' },
          ]}
          value={areKeysOn ? 'on' : 'off'}
          onChange={(value) => setKeysOn(value === 'on')}
        />
      </Setting>
    </AccountSection>
  );
}

const Setting = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="grid justify-items-start gap-1.5">
    <span className="text-sm font-medium text-muted">{name}</span>
    {children}
  </div>
);

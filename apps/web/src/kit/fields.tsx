import { useState } from 'react';
import { ColorField } from '../ui/color-field.tsx';
import type { ListColor } from '../ui/list-colors.ts';
import { RoundCheckbox } from '../ui/round-checkbox.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Select } from '../ui/select.tsx';
import { PasswordField, TextArea, TextField } from '../ui/text-field.tsx';
import { Row, Sample } from './sample.tsx';

const densities = [
  { value: 'comfortable', label: 'Comfortable' },
  { value: 'compact', label: 'Compact' },
] as const;

const priorities = [undefined, 1, 2, 3] as const;

export function Fields({ theme }: { theme: string }) {
  const [density, setDensity] = useState<'comfortable' | 'compact'>('comfortable');
  const [color, setColor] = useState<ListColor | null>('teal');
  return (
    <>
      <Sample name="TextField, PasswordField, TextArea, Select">
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <TextField label="Name" placeholder="Groceries" hint="Other people do not see it." />
          <TextField
            label="Name"
            defaultValue={'"Home"'}
            error="A name can’t contain quotation marks."
          />
          <PasswordField label="Password" autoComplete="new-password" defaultValue="secret" />
          <TextField label="Email" defaultValue="ann@example.com" disabled />
          <TextArea label="Description" placeholder="Notes, links, anything that helps" />
          <Select label="Language" defaultValue="en">
            <option value="en">English</option>
            <option value="de">Deutsch</option>
          </Select>
        </div>
      </Sample>
      <Sample name="RoundCheckbox, Segmented, ColorField">
        <Row>
          {priorities.map((priority) => (
            <span key={priority ?? 0} className="flex">
              <RoundCheckbox
                aria-label={`${theme}: priority ${priority ?? 'none'}`}
                priority={priority}
              />
              <RoundCheckbox
                aria-label={`${theme}: priority ${priority ?? 'none'}, completed`}
                priority={priority}
                defaultChecked
              />
            </span>
          ))}
          <RoundCheckbox aria-label={`${theme}: disabled`} disabled />
          <Segmented label="Density" options={densities} value={density} onChange={setDensity} />
          <ColorField label="Color" value={color} onChange={setColor} />
        </Row>
      </Sample>
    </>
  );
}

import { type Scope, TokenCreate, type TokenCreated } from '@tydo/schemas/token';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { focusOnMount } from '../ui/focus-on-mount.ts';
import { Segmented } from '../ui/segmented.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { AccountForm } from './account-form.tsx';
import { useAccountForm } from './use-account-form.ts';
import { useTokenChanges } from './use-tokens.ts';

type Use = 'read' | 'write' | 'feed';

const scopesOf: Record<Use, Scope[]> = {
  read: ['read'],
  write: ['read', 'write'],
  feed: ['feed'],
};

const day = 24 * 60 * 60 * 1_000;

interface NewTokenFormProps {
  onMade: (made: TokenCreated) => void;
  onCancel: () => void;
}

/** Name, use and end of a new token. */
export function NewTokenForm({ onMade, onCancel }: NewTokenFormProps) {
  const { create } = useTokenChanges();
  const [use, setUse] = useState<Use>('read');
  const [days, setDays] = useState('90');
  const form = useAccountForm({
    fields: ['name'],
    schema: { safeParse: (given) => TokenCreate.safeParse(inputOf(given, use, days)) },
    send: create,
    onDone: onMade,
  });
  const cancel = (
    <Button kind="quiet" onClick={onCancel}>
      Cancel
    </Button>
  );
  return (
    <AccountForm form={form} submitLabel="Create token" kind="quiet" more={cancel}>
      <TextField
        label="Name"
        name="name"
        autoComplete="off"
        hint="What it is for, such as “Backup script”."
        ref={focusOnMount}
        error={form.errors.name}
      />
      <div className="grid justify-items-start gap-1.5">
        <span className="text-sm font-medium text-muted">It may</span>
        <Segmented
          label="What it may do"
          options={[
            { value: 'read', label: 'Read only' },
            { value: 'write', label: 'Read and write' },
            { value: 'feed', label: 'Calendar feed' },
          ]}
          value={use}
          onChange={setUse}
        />
      </div>
      <Select label="Expires" value={days} onChange={({ target }) => setDays(target.value)}>
        <option value="30">In 30 days</option>
        <option value="90">In 90 days</option>
        <option value="365">In a year</option>
        <option value="">Never</option>
      </Select>
    </AccountForm>
  );
}

function inputOf(given: object, use: Use, days: string): object {
  const name: unknown = 'name' in given ? given.name : undefined;
  const expiresAt = days === '' ? null : new Date(Date.now() + Number(days) * day).toISOString();
  return { name, scopes: scopesOf[use], expiresAt };
}

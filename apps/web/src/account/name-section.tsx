import { ChangeName } from '@tydo/schemas/account';
import { authClient } from '../lib/auth-client.ts';
import { TextField } from '../ui/text-field.tsx';
import { useToasts } from '../ui/toasts.ts';
import { AccountForm } from './account-form.tsx';
import { AccountSection } from './account-section.tsx';
import { useAccountCall } from './use-account-call.ts';
import { useAccountForm } from './use-account-form.ts';

export function NameSection({ name }: { name: string }) {
  const toasts = useToasts();
  const form = useAccountForm({
    fields: ['name'],
    schema: ChangeName,
    send: useAccountCall((input: { name: string }, options) =>
      authClient.updateUser(input, options),
    ),
    onDone: () => toasts.show({ message: 'Your name has been changed.' }),
  });
  return (
    <AccountSection title="Name" hint="What Tydo calls you. Only you see it.">
      <AccountForm form={form} submitLabel="Change name" kind="quiet">
        <TextField
          label="Name"
          name="name"
          autoComplete="name"
          defaultValue={name}
          error={form.errors.name}
        />
      </AccountForm>
    </AccountSection>
  );
}

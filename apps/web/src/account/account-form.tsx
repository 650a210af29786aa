import type { SignUp } from '@tydo/schemas/account';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { TextField } from '../ui/text-field.tsx';
import { type AccountErrors, type AuthError, readAuthError } from './auth-refusal.ts';

interface AccountFormProps {
  title: string;
  intro: string;
  submitLabel: string;
  isNew: boolean;
  notice?: string | undefined;
  check: (input: SignUp) => AccountErrors;
  send: (input: SignUp) => Promise<{ error: AuthError | null }>;
  footer: ReactNode;
}

/** The form that signing up and signing in share; it stays until the page knows who is there. */
export function AccountForm(props: AccountFormProps) {
  const { title, intro, submitLabel, isNew, notice, footer } = props;
  const { form, errors, isSending, submit } = useAccountForm(props);
  return (
    <main className="column grid min-h-[calc(100dvh-8rem)] place-content-center py-8">
      <title>{`${title} · Tydo`}</title>
      <form
        ref={form}
        onSubmit={submit}
        noValidate
        className="grid w-[min(22rem,100vw-2rem)] gap-5"
      >
        <header className="mb-1 grid gap-2">
          <h1>{title}</h1>
          {!notice && <p className="text-balance text-soft">{intro}</p>}
        </header>
        {notice && <Notice>{notice}</Notice>}
        {errors.form && <Notice tone="danger">{errors.form}</Notice>}
        {isNew && <TextField label="Name" name="name" autoComplete="name" error={errors.name} />}
        <TextField
          label="Email"
          name="email"
          type="email"
          autoComplete="email"
          autoCapitalize="none"
          spellCheck={false}
          error={errors.email}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete={isNew ? 'new-password' : 'current-password'}
          error={errors.password}
        />
        <Button type="submit" aria-disabled={isSending}>
          {submitLabel}
        </Button>
        <p className="text-center text-soft">{footer}</p>
      </form>
    </main>
  );
}

function useAccountForm({ check, send }: Pick<AccountFormProps, 'check' | 'send'>) {
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<AccountErrors>({});
  const [isSending, setSending] = useState(false);

  function show(found: AccountErrors) {
    setErrors(found);
    const field = (['name', 'email', 'password'] as const).find((name) => found[name]);
    if (field) form.current?.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus();
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isSending) return;
    const input = readForm(event.currentTarget);
    const found = check(input);
    show(found);
    if (Object.keys(found).length > 0) return;
    setSending(true);
    const { error } = await send(input).catch(() => ({ error: { status: 0 } }));
    if (!error) return;
    setSending(false);
    show(readAuthError(error));
  }

  return {
    form,
    errors,
    isSending,
    submit: (event: FormEvent<HTMLFormElement>) => void submit(event),
  };
}

function readForm(form: HTMLFormElement): SignUp {
  const data = new FormData(form);
  const text = (name: string) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
  return { name: text('name').trim(), email: text('email').trim(), password: text('password') };
}

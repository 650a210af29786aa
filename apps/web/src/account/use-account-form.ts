import { type FormEvent, useRef, useState } from 'react';
import { type AuthError, AuthFailure } from '../lib/auth-client.ts';
import { fieldErrors } from '../lib/field-errors.ts';
import { type AccountErrors, type AccountField, readAuthError } from './auth-refusal.ts';

/** What zod gives for a schema of ours. */
interface Schema<Input> {
  safeParse: (fields: object) =>
    | { success: true; data: Input }
    | {
        success: false;
        error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] };
      };
}

interface AccountFormOptions<Input, Answer> {
  /** In the order of the page: the first that is wrong gets the keyboard. */
  fields: readonly (keyof Input & AccountField)[];
  schema: Schema<Input>;
  /** Asks the server. @throws AuthFailure */
  send: (input: Input) => Promise<Answer>;
  /** It was done. Without it the form waits until its screen goes. */
  onDone?: (answer: Answer, input: Input) => void;
  onRefused?: (refusal: AuthError) => void;
}

/** A form of `TextField`s named as the schema's fields; what is wrong is said beside each. */
export function useAccountForm<Input, Answer>(options: AccountFormOptions<Input, Answer>) {
  const { fields, schema, send, onDone, onRefused } = options;
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<AccountErrors>({});
  const [isSending, setSending] = useState(false);

  function show(found: AccountErrors) {
    setErrors(found);
    const field = fields.find((name) => found[name]);
    if (field) form.current?.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus();
  }

  async function submit(filledIn: HTMLFormElement) {
    if (isSending) return;
    const input = schema.safeParse(Object.fromEntries(new FormData(filledIn)));
    if (!input.success) return show(fieldErrors(input.error, fields));
    show({});
    setSending(true);
    try {
      const answer = await send(input.data);
      if (!onDone) return;
      setSending(false);
      onDone(answer, input.data);
    } catch (error) {
      setSending(false);
      const refusal = error instanceof AuthFailure ? error.refusal : { status: 500 };
      show(readAuthError(refusal, fields));
      onRefused?.(refusal);
    }
  }

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void submit(event.currentTarget);
  };
  return { errors, isSending, props: { ref: form, onSubmit, noValidate: true } };
}

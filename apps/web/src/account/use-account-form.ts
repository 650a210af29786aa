import { type FormEvent, useRef, useState } from 'react';
import { type AuthError, AuthFailure } from '../lib/auth-call.ts';
import { fieldErrors } from '../lib/field-errors.ts';
import { type AccountErrors, type AccountField, readAuthError } from './auth-errors.ts';

/** The part of a zod schema that the form needs. */
interface Schema<Input> {
  safeParse: (fields: object) =>
    | { success: true; data: Input }
    | {
        success: false;
        error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] };
      };
}

interface AccountFormOptions<Input, Result> {
  /** In the order of the page: the first one with an error gets the focus. */
  fields: readonly (keyof Input & AccountField)[];
  schema: Schema<Input>;
  /** Sends the input to the server. @throws AuthFailure */
  send: (input: Input) => Promise<Result>;
  /** Called after success. Without it the form stays disabled until its screen is replaced. */
  onDone?: (result: Result, input: Input) => void;
  onError?: (error: AuthError) => void;
}

/** State of a form whose fields are named as the schema's: it validates, sends and collects errors. */
export function useAccountForm<Input, Result>(options: AccountFormOptions<Input, Result>) {
  const { fields, schema, send, onDone, onError } = options;
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<AccountErrors>({});
  const [isSending, setSending] = useState(false);

  function showErrors(found: AccountErrors) {
    setErrors(found);
    const field = fields.find((name) => found[name]);
    if (field) form.current?.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus();
  }

  async function submit(element: HTMLFormElement) {
    if (isSending) return;
    const input = schema.safeParse(Object.fromEntries(new FormData(element)));
    if (!input.success) return showErrors(fieldErrors(input.error, fields));
    showErrors({});
    setSending(true);
    try {
      const result = await send(input.data);
      if (!onDone) return;
      setSending(false);
      onDone(result, input.data);
    } catch (error) {
      setSending(false);
      const refusal = error instanceof AuthFailure ? error.refusal : { status: 500 };
      showErrors(readAuthError(refusal, fields));
      onError?.(refusal);
    }
  }

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void submit(event.currentTarget);
  };
  return { errors, isSending, props: { ref: form, onSubmit, noValidate: true } };
}

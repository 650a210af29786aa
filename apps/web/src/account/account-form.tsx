import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import type { useAccountForm } from './use-account-form.ts';

interface AccountFormProps {
  form: ReturnType<typeof useAccountForm>;
  submitLabel: string;
  /** The kind of the submit button; the primary one is as wide as the fields. */
  kind?: 'primary' | 'quiet' | 'danger';
  /** Shown beside the submit button. */
  more?: ReactNode;
  children: ReactNode;
}

/** The fields of `form`, the error that concerns the whole form, and the submit button. */
export function AccountForm({
  form,
  submitLabel,
  kind = 'primary',
  more,
  children,
}: AccountFormProps) {
  const { errors, isSending, props } = form;
  return (
    <form {...props} className="grid grid-cols-1 gap-5">
      {errors.form && <Notice tone="danger">{errors.form}</Notice>}
      {children}
      <div className={kind === 'primary' ? 'grid' : 'flex flex-wrap gap-2'}>
        <Button type="submit" kind={kind} aria-disabled={isSending}>
          {submitLabel}
        </Button>
        {more}
      </div>
    </form>
  );
}

import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { ScreenTitle } from '../ui/screen-title.tsx';
import type { useAccountForm } from './use-account-form.ts';

interface EntranceScreenProps {
  title: string;
  intro?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
}

/** A screen before the tasks: a narrow column in the middle. */
export function EntranceScreen({ title, intro, children, footer }: EntranceScreenProps) {
  return (
    <main className="column grid min-h-[calc(100dvh-8rem)] place-content-center py-8">
      <div className="grid w-[min(22rem,100vw-2rem)] gap-5">
        <header className="mb-1 grid gap-2">
          <ScreenTitle>{title}</ScreenTitle>
          {intro && <p className="text-pretty text-soft wrap-anywhere">{intro}</p>}
        </header>
        {children}
        {footer && <p className="text-center text-soft">{footer}</p>}
      </div>
    </main>
  );
}

interface AccountFormProps {
  form: ReturnType<typeof useAccountForm>;
  submitLabel: string;
  /** Of the button: the primary one is as wide as the fields. */
  kind?: 'primary' | 'quiet' | 'danger';
  /** Beside it. */
  more?: ReactNode;
  children: ReactNode;
}

/** The fields of `form`, what is wrong with all of them, and the button that sends them. */
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

import { type ReactNode, type RefObject, useId } from 'react';

interface AccountSectionProps {
  title: string;
  hint: ReactNode;
  /** For moving the focus here when the focused element disappears. */
  heading?: RefObject<HTMLHeadingElement | null>;
  children: ReactNode;
}

/** A section of the account screen: title and hint, with the controls beside them (on a phone below). */
export function AccountSection({ title, hint, heading, children }: AccountSectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="account-section">
      <div className="grid content-start gap-1">
        <h2 id={id} ref={heading} tabIndex={-1} className="outline-none">
          {title}
        </h2>
        <p className="text-sm text-muted wrap-anywhere">{hint}</p>
      </div>
      <div className="grid min-w-0 grid-cols-1 content-start gap-4">{children}</div>
    </section>
  );
}

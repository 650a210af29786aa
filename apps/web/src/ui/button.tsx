import type { ComponentProps } from 'react';
import { withoutIsolates } from '../lib/isolate.ts';

type Kind = keyof typeof kinds;

type ButtonProps = Omit<ComponentProps<'button'>, 'className'> & {
  kind?: Kind;
};

const base =
  'inline-flex min-h-11 shrink-0 cursor-pointer items-center justify-center gap-2 rounded-xl px-4 font-medium whitespace-nowrap transition-colors disabled:cursor-default disabled:opacity-60';

const kinds = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  quiet: 'border border-edge text-ink hover:bg-wash',
  plain: 'px-3 text-accent-text hover:bg-wash',
  danger: 'border border-danger-text text-danger-text hover:bg-danger-wash',
};

/** A button with a text. It submits a form only with `type="submit"`. */
export function Button({ kind = 'primary', type = 'button', ...props }: ButtonProps) {
  return <button type={type} className={`${base} ${kinds[kind]}`} {...props} />;
}

/** The classes of a button, for a link that should look like one. */
export const buttonClass = (kind: Kind): string => `${base} ${kinds[kind]}`;

type IconButtonProps = Omit<ComponentProps<'button'>, 'className' | 'aria-label'> & {
  label: string;
};

/** A button with an icon. `label` is its name; text that people wrote is isolated in it. */
export function IconButton({ label, ...props }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={withoutIsolates(label)}
      title={label}
      className="inline-grid size-11 shrink-0 cursor-pointer place-items-center rounded-xl text-soft transition-colors hover:bg-wash hover:text-ink"
      {...props}
    />
  );
}

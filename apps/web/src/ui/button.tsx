import type { ComponentProps, MouseEvent } from 'react';
import { withoutIsolates } from '../lib/isolate.ts';
import { tooltipProps } from './tooltip-props.ts';

type Kind = keyof typeof kinds;

type ButtonProps = Omit<ComponentProps<'button'>, 'className'> & {
  /** `primary` once in a view, `quiet` beside it, `plain` within rows and texts, `danger` where something is lost. */
  kind?: Kind;
  /** It works on it: the button keeps the focus, and does nothing. */
  isBusy?: boolean | undefined;
};

const base =
  'inline-flex min-h-control shrink-0 cursor-pointer items-center justify-center gap-2 rounded-md border px-3.5 font-medium whitespace-nowrap transition-colors disabled:cursor-default disabled:opacity-60 aria-disabled:cursor-default aria-disabled:opacity-70';

const kinds = {
  primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-strong',
  quiet: 'border-edge text-text hover:bg-hover',
  plain: 'border-transparent px-2.5 text-accent-text hover:bg-hover',
  danger: 'border-danger text-danger hover:bg-danger-wash',
};

/** A button with a text. It submits a form only with `type="submit"`. */
export function Button({
  kind = 'primary',
  type = 'button',
  isBusy,
  children,
  ...props
}: ButtonProps) {
  return (
    <button
      type={type}
      className={`${base} ${kinds[kind]}`}
      {...props}
      {...(isBusy && { 'aria-disabled': true, 'aria-busy': true, onClick: doNothing })}
    >
      {isBusy && <span aria-hidden className="spinner" />}
      {children}
    </button>
  );
}

/** Neither its own click nor the form's submit. */
const doNothing = (click: MouseEvent) => click.preventDefault();

/** The classes of a button, for a link that should look like one. */
export const buttonClass = (kind: Kind): string => `${base} ${kinds[kind]}`;

const iconButton =
  'inline-grid size-control shrink-0 cursor-pointer place-items-center rounded-md border border-transparent text-muted transition-colors hover:bg-hover hover:text-text aria-expanded:bg-hover aria-expanded:text-text aria-pressed:bg-selected aria-pressed:text-accent-text disabled:cursor-default disabled:opacity-50';

type IconButtonProps = Omit<ComponentProps<'button'>, 'className' | 'aria-label'> & {
  label: string;
  /** Shown in the tooltip beside the label: see `keysOf`. */
  shortcut?: string;
};

/** A button with an icon. `label` is its name and tooltip; text that people wrote is isolated in it. */
export function IconButton({ label, shortcut, ...props }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={withoutIsolates(label)}
      {...tooltipProps(label, shortcut)}
      className={iconButton}
      {...props}
    />
  );
}

/** The classes of a button with an icon, for a link: give it an `aria-label` and `tooltipProps`. */
export const iconButtonClass = iconButton;

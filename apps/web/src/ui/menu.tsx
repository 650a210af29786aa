import type { LucideIcon } from 'lucide-react';
import Check from 'lucide-react/icons/check';
import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useContext,
  useRef,
} from 'react';
import { Icon } from './icon.tsx';
import { keysOf } from './keys-of.ts';
import { createTypeAhead, indexAfterKey } from './list-keys.ts';
import { useOpenPopover } from './use-open-popover.ts';
import { keepKeys, type TriggerProps, usePopover } from './use-popover.ts';

const CloseContext = createContext<() => void>(() => undefined);
const enabledItems = '[role^=menuitem]:not([aria-disabled=true])';

interface MenuProps {
  /** Its name for screen readers. */
  label: string;
  /** Renders the button that opens it: `(props) => <IconButton {...props} label="More">…</IconButton>`. */
  renderTrigger: (props: TriggerProps & { 'aria-haspopup': 'menu' }) => ReactNode;
  /** `MenuItem` and `MenuSeparator`, rendered while it is open. */
  children: ReactNode;
}

/** A button with a list of commands. Arrows, Home, End and letters move in it; Escape and Tab close it. */
export function Menu({ label, renderTrigger, children }: MenuProps) {
  const { isOpen, close, triggerProps, popoverProps } = usePopover(enabledItems);
  const onKeyDown = useMenuKeys(close);
  return (
    <>
      {renderTrigger({ ...triggerProps, 'aria-haspopup': 'menu' })}
      <div
        {...popoverProps}
        role="menu"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={onKeyDown}
        className="popover min-w-48"
      >
        {isOpen && <CloseContext value={close}>{children}</CloseContext>}
      </div>
    </>
  );
}

interface OpenMenuProps extends Pick<MenuProps, 'label' | 'children'> {
  /** Where it stands: the button of a row, the place of a click. */
  anchor: HTMLElement;
  /** Takes it away: it is open while it is rendered. */
  onClose: () => void;
}

/** A `Menu` without a button of its own: one for all rows of a list. */
export function OpenMenu({ label, anchor, onClose, children }: OpenMenuProps) {
  const popoverProps = useOpenPopover<HTMLDivElement>(anchor, enabledItems, onClose);
  const { ref } = popoverProps;
  const close = useCallback(() => ref.current?.hidePopover(), [ref]);
  const onKeyDown = useMenuKeys(close);
  return (
    <div
      {...popoverProps}
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      className="popover min-w-48"
    >
      <CloseContext value={close}>{children}</CloseContext>
    </div>
  );
}

/** Arrows, Home, End and letters move among the items; Tab closes the menu. */
function useMenuKeys(close: () => void) {
  const typeAhead = useRef(createTypeAhead());

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    keepKeys(event);
    if (event.key === 'Tab') return close();
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>(enabledItems)];
    const at = items.findIndex((item) => item === document.activeElement);
    const next = indexAfterKey(event.key, at, items.length) ?? byLetter(event, items, at);
    if (next === undefined) return;
    event.preventDefault();
    items[next]?.focus();
  }

  function byLetter(event: KeyboardEvent, items: readonly HTMLElement[], at: number) {
    const isLetter = event.key.length === 1 && event.key !== ' ';
    if (!isLetter || event.ctrlKey || event.metaKey || event.altKey) return undefined;
    const texts = items.map((item) => item.textContent);
    return typeAhead.current(event.key, texts, at, event.timeStamp);
  }

  return onKeyDown;
}

interface MenuItemProps {
  children: ReactNode;
  onSelect: () => void;
  icon?: LucideIcon;
  /** The shortcut of the same command, shown at the end: see `keysOf`. */
  shortcut?: string;
  /** For a command that is on or off. */
  isChecked?: boolean;
  isDisabled?: boolean;
  /** For a command that deletes something. */
  isDanger?: boolean;
}

/** A command. The menu closes, and the focus is back at its button, before `onSelect` is called. */
export function MenuItem(props: MenuItemProps) {
  const { children, onSelect, icon, shortcut, isChecked, isDisabled, isDanger } = props;
  const close = useContext(CloseContext);
  const keys = keysOf(shortcut);

  function select() {
    if (isDisabled) return;
    close();
    onSelect();
  }

  return (
    <button
      type="button"
      role={isChecked === undefined ? 'menuitem' : 'menuitemcheckbox'}
      aria-checked={isChecked}
      aria-disabled={isDisabled}
      aria-keyshortcuts={keys?.aria}
      data-danger={isDanger}
      tabIndex={-1}
      onClick={select}
      className="option"
    >
      <span className="w-icon shrink-0">{icon && <Icon of={icon} />}</span>
      <span className="grow">{children}</span>
      {isChecked && <Icon of={Check} />}
      {keys && (
        <kbd aria-hidden className="font-sans text-xs text-muted">
          {keys.text}
        </kbd>
      )}
    </button>
  );
}

/** A line between groups of commands. */
export function MenuSeparator() {
  return <hr className="mx-2 my-1 border-line" />;
}

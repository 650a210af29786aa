import { fold } from '@tydo/rules/fold';
import Check from 'lucide-react/icons/check';
import Plus from 'lucide-react/icons/plus';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { Icon } from './icon.tsx';
import { indexAfterKey } from './list-keys.ts';
import { keepKeys } from './use-popover.ts';

export interface PickerOption {
  id: string;
  /** What is shown and searched: text that people wrote. */
  label: string;
  /** Before the label: an `Icon` or a `ColorDot`. */
  icon?: ReactNode;
}

export interface PickerListProps {
  /** What is chosen, such as "Move to" or "Labels": the name of the list and of its field. */
  label: string;
  options: readonly PickerOption[];
  /** The ids of what is chosen now. */
  selected: readonly string[];
  /** With `isMulti` it adds or takes away `id`, and the list stays open. */
  onChoose: (id: string) => void;
  isMulti?: boolean;
  /** Offers to make what was typed, where no option has that label. */
  onCreate?: (label: string) => void;
}

/** More than this are not rendered: typing finds the others. */
const maxShown = 100;

/** The place of what is chosen, or the first. */
function startOf(options: readonly PickerOption[], selected: readonly string[]): number {
  const at = options.findIndex(({ id }) => selected.includes(id));
  return at > 0 && at < maxShown ? at : 0;
}

/** The field and the list of a `Picker`. */
export function PickerList(props: PickerListProps & { close: () => void }) {
  const { label, options, selected, onChoose, isMulti = false, onCreate, close } = props;
  const id = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(() => startOf(options, isMulti ? [] : selected));
  const found = options.filter((option) => fold(option.label).includes(fold(text.trim())));
  const shown = found.slice(0, maxShown);
  const name = text.trim();
  const isNew = name !== '' && !options.some((option) => fold(option.label) === fold(name));
  const canCreate = onCreate !== undefined && isNew;
  const count = shown.length + (canCreate ? 1 : 0);
  const activeId = count > 0 ? `${id}-${active}` : undefined;
  useEffect(() => {
    if (activeId === undefined) return;
    document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  function choose(index: number) {
    const option = shown[index];
    if (option) onChoose(option.id);
    else if (canCreate) onCreate(name);
    else return;
    if (!isMulti) return close();
    setText('');
  }

  function onKeyDown(event: KeyboardEvent) {
    keepKeys(event);
    if (event.key === 'Tab') return close();
    if (event.key === 'Enter') {
      event.preventDefault();
      return choose(active);
    }
    // Home and End move in the text.
    if (event.key === 'Home' || event.key === 'End') return;
    const next = indexAfterKey(event.key, active, count);
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
  }

  return (
    <>
      <input
        role="combobox"
        aria-label={label}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={activeId}
        aria-autocomplete="list"
        autoComplete="off"
        dir="auto"
        placeholder={label}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        className="sticky top-0 z-1 mb-1 h-control w-full rounded-md bg-raised px-2.5 outline-none placeholder:text-muted"
      />
      <div
        id={`${id}-list`}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a <datalist> has no icons.
        role="listbox"
        aria-label={label}
        aria-multiselectable={isMulti}
        className="border-t border-line pt-1"
      >
        {shown.map((option, index) => (
          <Option
            key={option.id}
            id={`${id}-${index}`}
            icon={option.icon}
            isActive={index === active}
            isSelected={selected.includes(option.id)}
            onPoint={() => setActive(index)}
            onChoose={() => choose(index)}
          >
            {option.label}
          </Option>
        ))}
        {canCreate && (
          <Option
            id={`${id}-${shown.length}`}
            icon={<Icon of={Plus} />}
            isActive={active === shown.length}
            isSelected={false}
            onPoint={() => setActive(shown.length)}
            onChoose={() => choose(shown.length)}
          >
            Create “<bdi>{name}</bdi>”
          </Option>
        )}
      </div>
      <output className="block px-2.5 text-sm text-muted">
        {count === 0 && <span className="block py-2">Nothing found</span>}
        {found.length > shown.length && (
          <span className="block py-2">{`${found.length - shown.length} more: type to find them`}</span>
        )}
      </output>
    </>
  );
}

interface OptionProps {
  id: string;
  icon: ReactNode;
  isActive: boolean;
  isSelected: boolean;
  onPoint: () => void;
  onChoose: () => void;
  children: ReactNode;
}

/** The focus stays in the field: keys are the field's, and the pointer must not take the focus. */
function Option({ id, icon, isActive, isSelected, onPoint, onChoose, children }: OptionProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- see above.
    <div
      id={id}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <option> has no icons.
      role="option"
      aria-selected={isSelected}
      data-active={isActive}
      onPointerMove={() => isActive || onPoint()}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className="option"
    >
      {icon}
      <span dir="auto" className="grow">
        {children}
      </span>
      {isSelected && <Icon of={Check} />}
    </div>
  );
}

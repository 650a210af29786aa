import Check from 'lucide-react/icons/check';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { Icon } from './icon.tsx';
import { indexAfterKey } from './list-keys.ts';
import { keepKeys } from './use-popover.ts';

export interface ListOption {
  id: string;
  /** Text that people wrote, or words of ours. */
  label: ReactNode;
  /** Before the label: an `Icon` or a `ColorDot`. */
  icon?: ReactNode;
  /** At the end of the row. */
  end?: ReactNode;
}

interface OptionListProps {
  /** The name of the list and of its field, shown in the empty field. */
  label: string;
  text: string;
  setText: (text: string) => void;
  /** What is found, in the order shown. */
  options: readonly ListOption[];
  /** The ids of what is chosen now. */
  selected?: readonly string[];
  isMulti?: boolean;
  /** The option that Enter takes at first. */
  start?: number;
  onChoose: (option: ListOption) => void;
  close: () => void;
  /** Below the list. */
  note?: ReactNode;
}

/** A field and the options that are found with it: arrows move, Enter chooses. The focus stays in the field. */
export function OptionList(props: OptionListProps) {
  const { label, text, setText, options, selected = [], isMulti = false, start = 0 } = props;
  const { onChoose, close, note } = props;
  const id = useId();
  const [moved, setActive] = useState(start);
  const active = Math.min(moved, options.length - 1);
  const activeId = active >= 0 ? `${id}-${active}` : undefined;
  useEffect(() => {
    if (activeId === undefined) return;
    document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  function choose(index: number) {
    const option = options[index];
    if (option) onChoose(option);
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
    const next = indexAfterKey(event.key, active, options.length);
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
        {options.map((option, index) => (
          <Option
            key={option.id}
            id={`${id}-${index}`}
            option={option}
            isActive={index === active}
            isSelected={selected.includes(option.id)}
            onPoint={() => setActive(index)}
            onChoose={() => choose(index)}
          />
        ))}
      </div>
      <output className="block px-2.5 text-sm text-muted">
        {options.length === 0 && <span className="block py-2">Nothing found</span>}
        {note}
      </output>
    </>
  );
}

interface OptionProps {
  id: string;
  option: ListOption;
  isActive: boolean;
  isSelected: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

/** The focus stays in the field: keys are the field's, and the pointer must not take the focus. */
function Option({ id, option, isActive, isSelected, onPoint, onChoose }: OptionProps) {
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
      {option.icon}
      <span dir="auto" className="min-w-0 grow">
        {option.label}
      </span>
      {option.end}
      {isSelected && <Icon of={Check} />}
    </div>
  );
}

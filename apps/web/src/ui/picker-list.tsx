import { fold } from '@tydo/rules/fold';
import Plus from 'lucide-react/icons/plus';
import { type ReactNode, useState } from 'react';
import { Icon } from './icon.tsx';
import { type ListOption, OptionList } from './option-list.tsx';

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

/** The id of the option that makes a new one: ids hold no NUL. */
const createId = '\0';

/** The place of what is chosen, or the first. */
function startOf(options: readonly PickerOption[], selected: readonly string[]): number {
  const at = options.findIndex(({ id }) => selected.includes(id));
  return at > 0 && at < maxShown ? at : 0;
}

/** The field and the list of a `Picker`. */
export function PickerList(props: PickerListProps & { close: () => void }) {
  const { label, options, selected, onChoose, isMulti = false, onCreate, close } = props;
  const [text, setText] = useState('');
  const name = text.trim();
  const found = options.filter((option) => fold(option.label).includes(fold(name)));
  const shown = found.slice(0, maxShown);
  const isNew = name !== '' && !options.some((option) => fold(option.label) === fold(name));
  const creating: ListOption = {
    id: createId,
    label: (
      <>
        Create “<bdi>{name}</bdi>”
      </>
    ),
    icon: <Icon of={Plus} />,
  };

  function choose({ id }: ListOption) {
    if (id === createId) onCreate?.(name);
    else onChoose(id);
    if (!isMulti) return close();
    setText('');
  }

  return (
    <OptionList
      label={label}
      text={text}
      setText={setText}
      options={onCreate && isNew ? [...shown, creating] : shown}
      selected={selected}
      isMulti={isMulti}
      start={isMulti ? 0 : startOf(options, selected)}
      onChoose={choose}
      close={close}
      note={
        found.length > shown.length && (
          <span className="block py-2">{`${found.length - shown.length} more: type to find them`}</span>
        )
      }
    />
  );
}

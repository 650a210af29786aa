import ChevronRight from 'lucide-react/icons/chevron-right';
import Plus from 'lucide-react/icons/plus';
import { type ReactNode, type Ref, useId } from 'react';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';

interface NavGroupProps {
  /** "Lists". */
  title: string;
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  /** "Add list". */
  addLabel: string;
  onAdd: () => void;
  /** Its id, for the focus. */
  addId: string;
  listRef: Ref<HTMLUListElement>;
  /** Rows, each an `<li>`. */
  children: ReactNode;
  isEmpty: boolean;
  /** The form for a new one, while it is open. */
  form: ReactNode;
}

/** A group of the sidebar: its title opens and closes it, "+" adds to it. */
export function NavGroup(props: NavGroupProps) {
  const { title, isOpen, setOpen, addLabel, onAdd, addId, listRef, children, isEmpty, form } =
    props;
  const id = useId();
  return (
    <section aria-label={title} className="mt-3">
      <div className="nav-title">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => setOpen(!isOpen)}
          className="nav-toggle"
        >
          <span>{title}</span>
          <span className={`transition-transform ${isOpen ? 'rotate-90' : ''}`}>
            <Icon of={ChevronRight} size="sm" />
          </span>
        </button>
        <IconButton
          id={addId}
          label={addLabel}
          onClick={() => {
            setOpen(true);
            onAdd();
          }}
        >
          <Icon of={Plus} />
        </IconButton>
      </div>
      {isOpen && (
        <div id={id}>
          {!isEmpty && (
            <ul ref={listRef} aria-label={title}>
              {children}
            </ul>
          )}
          {form}
          {isEmpty && !form && (
            <button type="button" onClick={onAdd} className="option text-muted">
              <span className="grid w-5 shrink-0 place-items-center">
                <Icon of={Plus} />
              </span>
              {addLabel}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

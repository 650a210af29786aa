import ChevronRight from 'lucide-react/icons/chevron-right';
import Plus from 'lucide-react/icons/plus';
import { isolate } from '../lib/isolate.ts';
import { RowMenu } from '../ordered/row-menu.tsx';
import type { Section } from '../sync/use-view.ts';
import { IconButton } from '../ui/button.tsx';
import { Count } from '../ui/count.tsx';
import { Icon } from '../ui/icon.tsx';

interface SectionHeadingProps {
  section: Section;
  isExpanded: boolean;
  setExpanded: (isExpanded: boolean) => void;
  /** The number behind the name, and what is counted. */
  count: { value: number; label: string };
  onAdd: () => void;
  onRename: () => void;
  onMoveUp: (() => void) | undefined;
  onMoveDown: (() => void) | undefined;
  onDelete: () => void;
}

/** The heading of a section among the tasks: it opens and closes the section. */
export function SectionHeading(props: SectionHeadingProps) {
  const { section, isExpanded, setExpanded, count, onAdd, onRename } = props;
  const { onMoveUp, onMoveDown, onDelete } = props;
  return (
    <>
      <h2 className="min-w-0 grow">
        <button
          type="button"
          data-control="section"
          aria-expanded={isExpanded}
          onClick={() => setExpanded(!isExpanded)}
          className="section-toggle"
        >
          <span className={`transition-transform ${isExpanded ? 'rotate-90' : ''}`}>
            <Icon of={ChevronRight} size="sm" />
          </span>
          <span dir="auto" className="truncate">
            {section.name}
          </span>
          {count.value > 0 && <Count {...count} />}
        </button>
      </h2>
      <IconButton label={`Add a task to “${isolate(section.name)}”`} onClick={onAdd}>
        <Icon of={Plus} />
      </IconButton>
      <RowMenu
        name={section.name}
        editLabel="Rename"
        onEdit={onRename}
        onMoveUp={onMoveUp}
        onMoveDown={onMoveDown}
        onDelete={onDelete}
      />
    </>
  );
}

import { useState } from 'react';
import { countOf } from '../lib/count-of.ts';
import { SectionForm } from '../section/section-form.tsx';
import { SectionHeading } from '../section/section-heading.tsx';
import { useSectionActions } from '../section/use-sections.ts';
import type { Section } from '../sync/use-view.ts';
import { focusNeighbour } from '../ui/focus-neighbour.ts';
import { useOpenForm } from '../ui/late-form.tsx';
import { setCollapsed, useCollapsed } from './rows/collapsed.ts';
import type { HeadingLine } from './rows/lines.ts';

interface SectionRowProps {
  line: HeadingLine;
  /** All sections of the list, in order. */
  sections: readonly Section[];
  open: number;
  onAdd: () => void;
}

/** The heading of a section in its list, or the form that renames it. */
export function SectionRow({ line, sections, open, onAdd }: SectionRowProps) {
  const { section, isExpanded } = line;
  const collapsed = useCollapsed();
  const actions = useSectionActions();
  const [isEditing, setEditing] = useState(false);
  const openForm = useOpenForm();
  if (isEditing) {
    return (
      <div className="grow">
        <SectionForm
          listId={section.listId}
          section={section}
          onDone={() => {
            setEditing(false);
            focusLater(section.id);
          }}
        />
      </div>
    );
  }
  const index = sections.findIndex(({ id }) => id === section.id);
  const move = (direction: 'up' | 'down') => () => actions.move(sections, section.id, direction);
  return (
    <SectionHeading
      section={section}
      isExpanded={isExpanded}
      setExpanded={(next) => setCollapsed(collapsed, section.id, !next)}
      count={{ value: open, label: countOf(open, 'open task') }}
      onAdd={onAdd}
      onRename={() => openForm(() => setEditing(true))}
      onMoveUp={index > 0 ? move('up') : undefined}
      onMoveDown={index < sections.length - 1 ? move('down') : undefined}
      onDelete={() => {
        focusNeighbour(rowOf(section.id), document.querySelector('h1'));
        actions.remove(section);
      }}
    />
  );
}

const rowOf = (id: string) => document.querySelector(`[data-uid=${CSS.escape(id)}]`);

/** The heading of a section gets the focus when its form has gone. */
function focusLater(id: string): void {
  requestAnimationFrame(() => rowOf(id)?.querySelector('button')?.focus());
}

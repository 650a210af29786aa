import { SectionCreate } from '@tydo/schemas/section';
import { lazy, Suspense } from 'react';
import { nameProblem } from '../ordered/name-problem.ts';
import type { Section } from '../sync/use-view.ts';
import { useSectionActions } from './use-sections.ts';

const NameForm = lazy(() => import('../ordered/name-form.tsx'));

interface SectionFormProps {
  listId: string;
  /** Undefined for a new one. */
  section?: Section;
  /** Called with the id of the section that was added. */
  onDone: (id?: string) => void;
}

/** A section's name. */
export function SectionForm({ listId, section, onDone }: SectionFormProps) {
  const { create, rename } = useSectionActions();
  return (
    <Suspense>
      <NameForm
        label={section ? `Rename “${section.name}”` : 'New section'}
        {...(section && { initial: { name: section.name, color: null } })}
        hasColor={false}
        submitLabel={section ? 'Save' : 'Add'}
        problemOf={nameProblem(SectionCreate)}
        onSubmit={({ name }) => {
          if (!section) return onDone(create(listId, name));
          rename(section.id, name);
          onDone();
        }}
        onCancel={() => onDone()}
      />
    </Suspense>
  );
}

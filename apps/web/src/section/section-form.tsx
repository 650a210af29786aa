import { SectionCreate } from '@tydo/schemas/section';
import { useState } from 'react';
import { NameForm } from '../ordered/late-name-form.ts';
import { nameProblem } from '../ordered/name-problem.ts';
import type { Section } from '../sync/use-view.ts';
import { useToasts } from '../ui/toasts.ts';
import { useSectionActions } from './use-sections.ts';

interface SectionFormProps {
  listId: string;
  /** Undefined for a new one. */
  section?: Section;
  /** Called with the id of each section that is added: the form stays for the next one. */
  onAdded?: (id: string) => void;
  onDone: () => void;
}

/** A section's name. */
export function SectionForm({ listId, section, onAdded, onDone }: SectionFormProps) {
  const { create, rename } = useSectionActions();
  const toasts = useToasts();
  const [added, setAdded] = useState(0);
  return (
    <NameForm
      key={added}
      label={section ? `Rename “${section.name}”` : 'New section'}
      {...(section && { initial: { name: section.name, color: null } })}
      hasColor={false}
      submitLabel={section ? 'Save' : 'Add'}
      problemOf={nameProblem(SectionCreate)}
      onSubmit={({ name }) => {
        if (!section) {
          onAdded?.(create(listId, name));
          toasts.announce('Section added.');
          return setAdded(added + 1);
        }
        rename(section.id, name);
        onDone();
      }}
      onCancel={onDone}
    />
  );
}

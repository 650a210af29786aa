import { parseFilter, unknownNames } from '@tydo/rules/filter';
import { FilterCreate } from '@tydo/schemas/filter';
import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { nameProblem } from '../ordered/name-problem.ts';
import { hrefOf } from '../ordered/ordered.ts';
import { newId } from '../sync/new-id.ts';
import { useSync } from '../sync/use-sync.ts';
import { type Filter, useView } from '../sync/use-view.ts';
import { Button } from '../ui/button.tsx';
import { ColorField } from '../ui/color-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { focusOnMount } from '../ui/focus-on-mount.ts';
import { TextArea, TextField } from '../ui/text-field.tsx';

interface FilterFormProps {
  /** Undefined for a new one. */
  filter: Filter | undefined;
  onDone: () => void;
}

const examples = 'For example: p1 & #Home, @phone | @errands, no labels & !subtask';

/** A filter's name, query and colour. The query is checked as it is typed. */
export default function FilterForm({ filter, onDone }: FilterFormProps) {
  const { acts } = useSync();
  const [, navigate] = useLocation();
  const [name, setName] = useState(filter?.name ?? '');
  const [query, setQuery] = useState(filter?.query ?? '');
  const [color, setColor] = useState(filter?.color ?? null);
  const [nameError, setNameError] = useState<string>();
  const { problem, unknown } = useCheck(query);
  /** An empty query is an error only once it was submitted. */
  const [isSubmitted, setSubmitted] = useState(false);
  const queryError = query.trim() === '' && !isSubmitted ? undefined : problem;

  function submit(event: FormEvent) {
    event.preventDefault();
    setSubmitted(true);
    const values = { name: name.trim(), query: query.trim(), color };
    const wrongName = nameProblem(FilterCreate)(values);
    setNameError(wrongName);
    if (wrongName !== undefined || problem !== undefined) return;
    onDone();
    if (filter) return void acts.act('filter.update', { id: filter.id, ...values });
    const id = newId();
    acts.act('filter.create', { id, ...values });
    navigate(hrefOf('filter', id));
  }

  return (
    <Dialog title={filter ? 'Edit filter' : 'New filter'} onClose={onDone}>
      <form onSubmit={submit} noValidate className="grid grid-cols-1 gap-3">
        <TextField
          label="Name"
          ref={focusOnMount}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={nameError}
        />
        <TextArea
          label="Shows tasks with"
          spellCheck={false}
          autoCapitalize="none"
          value={query}
          onChange={(event) => setQuery(event.target.value.replaceAll('\n', ' '))}
          hint={examples}
          error={queryError}
        />
        {unknown.length > 0 && (
          <output className="text-sm text-warning">
            {`There is nothing named ${unknown.map((one) => `“${one}”`).join(', ')}. The filter can be saved all the same.`}
          </output>
        )}
        <ColorField label="Color" value={color} onChange={setColor} />
        <div className="mt-1 flex justify-end gap-2">
          <Button kind="plain" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit">{filter ? 'Save' : 'Add'}</Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What is wrong with a query, and which of its names no list, section or label has. */
function useCheck(query: string): { problem?: string; unknown: readonly string[] } {
  const { rows: lists } = useView({ noun: 'list' });
  const { rows: sections } = useView({ noun: 'section' });
  const { rows: labels } = useView({ noun: 'label' });
  if (query.trim() === '') return { problem: 'Say which tasks it shows.', unknown: [] };
  const parsed = parseFilter(query.trim());
  if (!parsed.ok) return { problem: parsed.message, unknown: [] };
  return { unknown: unknownNames(parsed.expr, { lists, sections, labels }) };
}

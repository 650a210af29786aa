import type { Preview } from '@tydo/exchange/plan/preview';
import type { ReadImport } from '@tydo/exchange/read-import';
import { countOf } from '../lib/count-of.ts';

/** So many notes and titles are shown. */
const maxNotes = 200;
const maxTitles = 5;

interface ImportPreviewProps {
  name: string;
  found: ReadImport;
  preview: Preview;
}

/** What becomes of a file. */
export function ImportPreview({ name, found, preview: { plan, made } }: ImportPreviewProps) {
  const { from, notes } = found;
  const { lists, sections, labels, tasks } = made;
  const there = plan.tasks.length - tasks.length;
  const also = [
    [lists.length, 'list'] as const,
    [sections.length, 'section'] as const,
    [labels.length, 'label'] as const,
  ].flatMap(([count, what]) => (count === 0 ? [] : countOf(count, what)));
  return (
    <>
      <p className="wrap-anywhere">
        {`${name} (${from}) adds ${[countOf(tasks.length), ...also].join(', ')}.`}
        {there > 0 && ` ${countOf(there)} ${there === 1 ? 'is' : 'are'} here already.`}
      </p>
      <ul className="grid grid-cols-1 gap-1 rounded-md bg-sunken px-3 py-2 text-sm">
        {tasks.slice(0, maxTitles).map(({ uid, title }) => (
          <li key={uid} dir="auto" className="truncate">
            {title}
          </li>
        ))}
        {tasks.length > maxTitles && (
          <li className="text-muted">{`and ${countOf(tasks.length - maxTitles, 'other')}`}</li>
        )}
      </ul>
      {notes.length > 0 && (
        <details>
          <summary className="cursor-pointer font-medium">
            {`${countOf(notes.length, 'note')} on what is changed or left out`}
          </summary>
          {/* A list that scrolls can be reached by keyboard. */}
          <ul
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- To scroll it.
            tabIndex={0}
            className="mt-1 grid max-h-48 gap-1 overflow-y-auto text-sm text-muted"
          >
            {notes.slice(0, maxNotes).map((note) => (
              <li key={`${note.row} ${note.text}`} className="wrap-anywhere">
                {`Row ${note.row}, ${note.level}: ${note.text.slice(0, 300)}`}
              </li>
            ))}
            {notes.length > maxNotes && (
              <li>{`and ${countOf(notes.length - maxNotes, 'other')}`}</li>
            )}
          </ul>
        </details>
      )}
    </>
  );
}

import { Fragment, type ReactNode } from 'react';
import text from '../../../../docs/dates.md?raw';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** What dates and quick add understand: the page of the documentation. Loaded when it is opened. */
export default function DatesHelp({ onClose }: { onClose: () => void }) {
  const [title = '', ...blocks] = text.trim().split(/\n{2,}/);
  return (
    <Dialog
      title={title.replace(/^# /, '')}
      isWide
      onClose={onClose}
      actions={
        <Button data-autofocus onClick={onClose}>
          Close
        </Button>
      }
    >
      <div className="help-text">
        {blocks.map((block, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the text never changes.
          <Fragment key={index}>{blockOf(block)}</Fragment>
        ))}
      </div>
    </Dialog>
  );
}

/** The Markdown that the page uses: headings, tables, lists and paragraphs. */
function blockOf(block: string): ReactNode {
  const lines = block.split('\n');
  if (block.startsWith('## ')) return <h3>{block.slice(3)}</h3>;
  if (block.startsWith('- ')) {
    return (
      <ul>
        {lines.map((line) => (
          <li key={line}>{inline(line.slice(2))}</li>
        ))}
      </ul>
    );
  }
  if (!block.startsWith('|')) return <p>{inline(block)}</p>;
  const [head = [], , ...rows] = lines.map(cellsOf);
  const hasHead = head.some((cell) => cell !== '');
  return (
    <table>
      {hasHead && (
        <thead>
          <tr>
            {head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {rows.map((cells) => (
          <tr key={cells[0]}>
            {cells.map((cell) => (
              <td key={cell}>{inline(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** `code`, **strong** and [links](https://…). */
function inline(words: string): ReactNode[] {
  const parts = words.split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]+\))/);
  return parts.map((part, index) => {
    const key = `${index} ${part}`;
    if (part.startsWith('`')) return <code key={key}>{part.slice(1, -1)}</code>;
    if (part.startsWith('**')) return <strong key={key}>{part.slice(2, -2)}</strong>;
    const [, label, href] = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part) ?? [];
    if (href === undefined) return part;
    return (
      <a key={key} href={href} target="_blank" rel="noreferrer">
        {label}
      </a>
    );
  });
}

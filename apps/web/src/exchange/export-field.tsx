import type { ExportFormat } from '@tydo/exchange/export-format';
import { useState } from 'react';
import { explain, readRefusal } from '../lib/refusal.ts';
import { saveFile } from '../lib/save-file.ts';
import { useSettings } from '../sync/use-settings.ts';
import { useSync } from '../sync/use-sync.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';

const names: Record<ExportFormat, string> = {
  tydo: 'Tydo (JSON)',
  csv: 'Table (CSV)',
  ics: 'iCalendar',
  'todo.txt': 'todo.txt',
  taskwarrior: 'Taskwarrior (JSON)',
};

/** Downloads all tasks as a file of another program. */
export function ExportField() {
  const { snapshot } = useSync();
  const settings = useSettings();
  const [as, setAs] = useState<ExportFormat>('tydo');
  const [message, setMessage] = useState('');
  const [isBusy, setBusy] = useState(false);

  async function download() {
    setBusy(true);
    setMessage('Preparing the download…');
    try {
      const { writeFile } = await import('./write-file.ts');
      const { file, lost } = await writeFile(as, { snapshot, settings });
      saveFile(file, file.name);
      setMessage(lost.length === 0 ? '' : `Not in the file: ${lost.join(', ')}.`);
    } catch (error) {
      setMessage(explain(readRefusal(error)));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="grid justify-items-start gap-2">
      <Select
        label="Tasks as"
        value={as}
        onChange={({ target }) => {
          const chosen = keysOf(names).find((format) => format === target.value);
          if (chosen) setAs(chosen);
        }}
      >
        {keysOf(names).map((format) => (
          <option key={format} value={format}>
            {names[format]}
          </option>
        ))}
      </Select>
      <Button kind="quiet" isBusy={isBusy} onClick={() => void download()}>
        Download tasks
      </Button>
      <output className="text-sm text-muted">{message}</output>
    </div>
  );
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys loses the type of the keys.
const keysOf = (record: Record<ExportFormat, string>) => Object.keys(record) as ExportFormat[];

import { carryOut } from '@tydo/exchange/carry-out';
import { type Preview, previewOf } from '@tydo/exchange/plan/preview';
import type { ReadImport } from '@tydo/exchange/read-import';
import { readSnapshot } from '@tydo/exchange/read-snapshot';
import { newUuid } from '@tydo/schemas/uuid';
import { useState } from 'react';
import { explain, readRefusal } from '../lib/refusal.ts';
import { useSettings } from '../sync/use-settings.ts';
import { useSync } from '../sync/use-sync.ts';
import { readFile } from './read-file.ts';
import { retry } from './retry.ts';

/** Where an import is. */
export type ImportState =
  | { step: 'choose'; reason?: string }
  | { step: 'read'; name: string }
  | { step: 'look'; name: string; found: ReadImport; preview: Preview }
  | { step: 'send'; done: number; total: number }
  | { step: 'done'; made: number; there: number; operations: readonly string[] }
  | { step: 'failed'; reason: string; operations: readonly string[] }
  | { step: 'undo' }
  | { step: 'undone' };

/** The steps of an import: a file is read, shown, sent, and can be taken back. */
export function useImport() {
  const { importRows, snapshot, undoOperation } = useSync();
  const settings = useSettings();
  const [state, setState] = useState<ImportState>({ step: 'choose' });

  async function read(file: File) {
    setState({ step: 'read', name: file.name });
    const answer = await readFile(file, { ...settings, now: new Date().toISOString() });
    if ('reason' in answer) return setState({ step: 'choose', reason: answer.reason });
    try {
      const preview = previewOf(answer.read.plan, await readSnapshot(snapshot));
      setState({ step: 'look', name: file.name, found: answer.read, preview });
    } catch (error) {
      setState({ step: 'choose', reason: explain(readRefusal(error)) });
    }
  }

  async function send({ plan }: ReadImport) {
    const total = plan.tasks.length;
    let operations: readonly string[] = [];
    setState({ step: 'send', done: 0, total });
    try {
      const { made, there } = await carryOut(plan, {
        run: newUuid(),
        add: (input) => retry(() => importRows(input)),
        snapshot: (input) => retry(() => snapshot(input)),
        progress(sent, done) {
          operations = [...sent];
          setState({ step: 'send', done, total });
        },
      });
      const countTasks = (rows: typeof made) => rows.filter(({ noun }) => noun === 'task').length;
      setState({ step: 'done', made: countTasks(made), there: countTasks(there), operations });
    } catch (error) {
      setState({ step: 'failed', reason: explain(readRefusal(error)), operations });
    }
  }

  async function undo(operations: readonly string[]) {
    setState({ step: 'undo' });
    const left = [...operations];
    try {
      for (let last = left.at(-1); last !== undefined; last = left.at(-1)) {
        const id = last;
        await retry(() => undoOperation(id));
        left.pop();
      }
      setState({ step: 'undone' });
    } catch (error) {
      setState({ step: 'failed', reason: explain(readRefusal(error)), operations: left });
    }
  }

  return {
    state,
    read: (file: File) => void read(file),
    send: (found: ReadImport) => void send(found),
    undo: (operations: readonly string[]) => void undo(operations),
    again: () => setState({ step: 'choose' }),
  };
}

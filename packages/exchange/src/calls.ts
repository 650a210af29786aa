// The calls of `import.add` that carry out a plan.
import { type ImportAdd, importLimits } from '@tydo/schemas/import';
import type { ImportPlan } from './plan/plan-builder.ts';

/** Half of what a request may have, so that rows of any letters fit. */
const maxCallBytes = 120 * 1024;

type Call = Omit<ImportAdd, 'operationId'>;
type Rows = { [Noun in keyof ImportPlan]: ImportPlan[Noun] };

const encoder = new TextEncoder();
const sizeOf = (row: unknown): number => encoder.encode(JSON.stringify(row)).length;

/**
 * The inputs of `import.add`, in their order. Each has the labels of its tasks: where the account has a label of
 * that name, it counts in that call.
 */
export function* importCalls(plan: ImportPlan): Generator<Call, void> {
  const labels = new Map(plan.labels.map((label) => [label.id, label]));
  for (const noun of ['lists', 'sections', 'labels', 'filters'] as const)
    yield* callsOf(noun, plan[noun]);
  let call = newCall();
  for (const task of plan.tasks) {
    const needed = (task.labelIds ?? []).flatMap((id) => labels.get(id) ?? []);
    const added = needed.filter(({ id }) => !call.labels.has(id));
    const bytes = [task, ...added].reduce((sum, row) => sum + sizeOf(row), 0);
    const isFull =
      call.tasks.length >= importLimits.rows ||
      call.labels.size + added.length > importLimits.rows ||
      call.bytes + bytes > maxCallBytes;
    if (isFull && call.tasks.length > 0) {
      yield inputOf(call);
      call = newCall();
    }
    for (const label of needed) call.labels.set(label.id, label);
    call.tasks.push(task);
    call.bytes += bytes;
  }
  if (call.tasks.length > 0) yield inputOf(call);
}

interface Growing {
  labels: Map<string, Rows['labels'][number]>;
  tasks: Rows['tasks'];
  bytes: number;
}

const newCall = (): Growing => ({ labels: new Map(), tasks: [], bytes: 0 });

const inputOf = ({ labels, tasks }: Growing): Call =>
  labels.size === 0 ? { tasks } : { labels: [...labels.values()], tasks };

/** 100 of the largest rows have less than half of the limit. */
function* callsOf(noun: keyof Call, rows: readonly unknown[]): Generator<Call, void> {
  for (let at = 0; at < rows.length; at += importLimits.rows)
    yield { [noun]: rows.slice(at, at + importLimits.rows) };
}

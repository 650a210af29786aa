// Carries out the plan of an import. The `operationId` of each call follows from the run, so that a lost answer
// can be asked again, and the run be taken back.
import type { ImportAdd, ImportAdded } from '@tydo/schemas/import';
import { importCalls } from './calls.ts';
import type { ImportPlan } from './plan/plan-builder.ts';
import { withoutUnused } from './plan/without-unused.ts';
import { readSnapshot, type Snapshot } from './read-snapshot.ts';
import { operationIdOf } from './text/uuid5.ts';

/** What became of a plan: each row once. */
export interface CarriedOut extends ImportAdded {
  /** Those that made something, in the order of the calls: the others are no operations. */
  operations: string[];
}

export interface Run {
  /** The id of the import: a UUID. */
  run: string;
  /** `import.add` */
  add: (input: ImportAdd) => Promise<ImportAdded>;
  snapshot: Snapshot;
  /** Called with what has been done so far, and the number of its tasks, after each call. */
  progress?: (operations: readonly string[], tasks: number) => void;
}

/**
 * Lists, sections and labels that no new task needs are not made.
 *
 * @throws the error of `add` or `snapshot`; what was done before stays.
 */
export async function carryOut(
  plan: ImportPlan,
  { run, add, snapshot, progress }: Run,
): Promise<CarriedOut> {
  const made = new Map<string, ImportAdded['made'][number]>();
  const there = new Map<string, ImportAdded['made'][number]>();
  const operations: string[] = [];
  const isPlaced = plan.lists.length + plan.sections.length + plan.labels.length > 0;
  const needed = isPlaced ? withoutUnused(plan, await readSnapshot(snapshot)) : plan;
  let tasks = 0;
  let calls = 0;
  for (const call of importCalls(needed)) {
    const operationId = operationIdOf(run, calls);
    const added = await add({ ...call, operationId });
    calls += 1;
    if (added.made.length > 0) operations.push(operationId);
    for (const row of added.made) made.set(`${row.noun} ${row.id}`, row);
    // Labels are in several calls: what this run made was not there before.
    for (const row of added.there)
      if (!made.has(`${row.noun} ${row.id}`)) there.set(`${row.noun} ${row.id}`, row);
    tasks += call.tasks?.length ?? 0;
    progress?.(operations, tasks);
  }
  return { made: [...made.values()], there: [...there.values()], operations };
}

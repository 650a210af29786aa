// The rules of the contract that hold for all rows of a person at any time (DOMAIN.md §1, §2, §3, §6, §7).
import { fold } from '@tydo/rules/fold';
import type { SyncRow } from '@tydo/schemas/sync';
import { type TaskRead, taskLimits } from '@tydo/schemas/task';

type RowsOf = { [Noun in SyncRow['noun']]: Extract<SyncRow, { noun: Noun }>['row'][] };

/** What is wrong with these rows; empty where every rule holds. */
export function brokenRules(rows: readonly SyncRow[]): string[] {
  const of = <Noun extends SyncRow['noun']>(noun: Noun) =>
    // filtered by the noun.
    rows.flatMap((one) => (one.noun === noun ? [one.row] : [])) as RowsOf[Noun];
  const problems: string[] = [];
  const expect = (isTrue: boolean, problem: string) => isTrue || problems.push(problem);
  const [lists, labels] = [idsOf(of('list')), idsOf(of('label'))];
  const sections = new Map(of('section').map((section) => [section.id, section]));
  const tasks = new Map(of('task').map((task) => [task.uid, task]));

  for (const { noun, row } of rows) {
    if ('rank' in row) expect(/^\w{1,64}$/.test(row.rank), `${noun} has the rank ${row.rank}`);
  }
  for (const { id, listId } of sections.values()) {
    expect(lists.has(listId), `the section ${id} is in no list`);
  }
  const names = new Set(of('label').map(({ name }) => fold(name)));
  expect(names.size === labels.size, 'two labels have one name');

  for (const task of tasks.values()) {
    const { uid, listId, sectionId, parentUid, labelIds } = task;
    expect(listId === null || lists.has(listId), `${uid} is in no list`);
    const section = sectionId === null ? { listId } : sections.get(sectionId);
    expect(section?.listId === listId, `${uid} is in a section of another list`);
    expect(
      labelIds.every((label) => labels.has(label)),
      `${uid} has a label that is not there`,
    );
    expect(
      String(labelIds) === String([...new Set(labelIds)].toSorted()),
      `${uid} has labels twice or not in order`,
    );
    const parent = parentUid === null ? undefined : tasks.get(parentUid);
    expect(parentUid === null || parent !== undefined, `the parent of ${uid} is not there`);
    if (parent) {
      const isAtOnePlace = parent.listId === listId && parent.sectionId === sectionId;
      expect(isAtOnePlace, `${uid} is not in the list and section of its parent`);
      expect(task.completed || !parent.completed, `${uid} is open under a completed task`);
    }
    expect(levelOf(task, tasks) <= taskLimits.levels, `${uid} is too deep`);
    expect(task.completed === (task.completedAt !== null), `${uid} is completed at another time`);
    problems.push(...problemsOfSeries(task));
  }
  return problems;
}

const idsOf = (rows: readonly { id: string }[]): ReadonlySet<string> =>
  new Set(rows.map(({ id }) => id));

/** A root is at 1; where parents form a cycle, it is Infinity. */
function levelOf(task: TaskRead, tasks: ReadonlyMap<string, TaskRead>): number {
  let level = 1;
  for (let at = task; at.parentUid !== null; level += 1) {
    const parent = tasks.get(at.parentUid);
    if (!parent) return level;
    if (level > tasks.size) return Infinity;
    at = parent;
  }
  return level;
}

function problemsOfSeries({ uid, due, rule, ruleFrom, anchor, occurrence, ...task }: TaskRead) {
  const isDoneCopy = task.seriesUid !== null;
  return [
    rule === null || due !== null || `${uid} has a rule without due`,
    rule !== null || ruleFrom === 'due' || `${uid} begins again without a rule`,
    (rule === null) === (anchor === null) || `${uid} has an anchor without a rule, or none`,
    isDoneCopy || (rule === null) === (occurrence === null) || `${uid} has another occurrence`,
  ].flatMap((problem) => (problem === true ? [] : problem));
}

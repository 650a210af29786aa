import type { TaskRead } from '@tydo/schemas/task';
import type { ExchangeRows, Lost } from '../export-format.ts';

interface Ranked {
  rank: string;
}

const byRank = (one: Ranked, other: Ranked): number =>
  one.rank === other.rank ? 0 : one.rank < other.rank ? -1 : 1;

/** Rows in their order. */
export const inRankOrder = <Row extends Ranked>(rows: readonly Row[]): Row[] =>
  rows.toSorted(byRank);

/** A task with the names of what holds it. */
export interface NamedTask {
  task: TaskRead;
  list: string | undefined;
  section: string | undefined;
  labels: string[];
}

/** The tasks list by list, section by section, each in its order, with names. */
export function namedTasks({ lists, sections, labels, tasks }: ExchangeRows): NamedTask[] {
  const orderedLists = inRankOrder(lists);
  const orderedSections = inRankOrder(sections);
  const place = new Map<string, number>();
  for (const { id } of orderedLists) place.set(`list ${id}`, place.size + 1);
  for (const { id } of orderedSections) place.set(`section ${id}`, place.size + 1);
  const nameOf = (rows: readonly { id: string; name: string }[]) =>
    new Map(rows.map(({ id, name }) => [id, name]));
  const names = { list: nameOf(lists), section: nameOf(sections), label: nameOf(labels) };
  const placeOf = (task: TaskRead) =>
    (place.get(`list ${task.listId}`) ?? 0) * 1e6 + (place.get(`section ${task.sectionId}`) ?? 0);
  return tasks
    .toSorted(
      (one, other) => placeOf(one) - placeOf(other) || byRank(one, other) || one.id - other.id,
    )
    .map((task) => ({
      task,
      list: names.list.get(task.listId ?? ''),
      section: names.section.get(task.sectionId ?? ''),
      labels: task.labelIds.flatMap((id) => names.label.get(id) ?? []),
    }));
}

/** Counts what a format cannot hold. */
export class LossCounter {
  readonly #counts = new Map<string, number>();

  add(what: string, isLost: boolean): void {
    if (isLost) this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  get lost(): Lost {
    return this.#counts;
  }
}

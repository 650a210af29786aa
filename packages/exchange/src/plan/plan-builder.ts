import { withoutUndefined } from '@tydo/rules/row';
import type { ImportAdd, ImportTask } from '@tydo/schemas/import';
import { chosenId } from '@tydo/schemas/row';
import { taskLimits } from '@tydo/schemas/task';
import type { ImportFormat } from '../import-format.ts';
import { checkRows } from '../limits.ts';
import type { ImportNote } from '../note.ts';
import { uuid5 } from '../text/uuid5.ts';
import { Holders } from './holders.ts';
import { Notes } from './notes.ts';
import { scheduleOf } from './schedules.ts';
import type { SourceTask } from './source-task.ts';
import { textsOf } from './texts.ts';
import { type Branch, growTree } from './tree.ts';

/** The rows that `import.add` is given, parents before children. */
export type ImportPlan = {
  [Noun in Exclude<keyof ImportAdd, 'operationId'>]-?: NonNullable<ImportAdd[Noun]>;
};

interface Planned extends Branch {
  parent: Planned | undefined;
  source: SourceTask;
  uid: string;
  fields: Omit<ImportTask, 'uid'>;
}

/** Takes what a reader finds, and makes rows of it that can be stored. */
export class PlanBuilder {
  readonly format: ImportFormat;
  readonly notes = new Notes();
  readonly holders: Holders;
  readonly #planned: Planned[] = [];
  readonly #filters: ImportPlan['filters'] = [];
  readonly #uses = new Map<string, number>();

  constructor(format: ImportFormat) {
    this.format = format;
    this.holders = new Holders(format, this.notes);
  }

  /** The ids of labels with these names. */
  labels(names: readonly string[], row: number): string[] {
    return names.flatMap((name) => this.holders.label(name, { row }) ?? []);
  }

  filter(filter: ImportPlan['filters'][number]): void {
    this.#filters.push(filter);
  }

  /** Whether it was taken: not where it has neither title nor description. */
  task(source: SourceTask): boolean {
    const { row, id, parentId, completed = false, completedAt } = source;
    const { schedule, lines } = scheduleOf(source, this.notes);
    const texts = textsOf(source, [...(source.lines ?? []), ...lines], this.notes);
    if (!texts) {
      this.notes.leftOut(row, 'It has no title.', 'title');
      return false;
    }
    checkRows(this.#planned.length + 1);
    const { listId, sectionId } = this.holders.placeOf(source);
    const place = { listId, sectionId };
    this.#planned.push({
      row,
      id,
      parentId,
      completed,
      completedAt: completed ? completedAt : undefined,
      ...place,
      effectiveSectionId: undefined,
      parent: undefined,
      level: 1,
      source,
      uid: '',
      fields: {
        title: texts.title,
        description: texts.description ?? undefined,
        priority: source.priority === 0 ? undefined : source.priority,
        labelIds: this.#labelsOf(source),
        ...schedule,
        createdAt: source.createdAt,
        seriesUid: source.seriesUid,
      },
    });
    return true;
  }

  build(): { plan: ImportPlan; notes: ImportNote[] } {
    this.#setUids();
    const tasks = growTree(this.#planned, this.notes).map((planned): ImportTask => {
      const { uid, fields, listId, sectionId, parent, completed, completedAt } = planned;
      const place = { listId, sectionId, parentUid: parent?.uid };
      const done = { completed: completed || undefined, completedAt };
      return withoutUndefined({ uid, ...fields, ...place, ...done });
    });
    const { lists, sections, labels } = this.holders;
    return {
      plan: { lists, sections, labels, filters: this.#filters, tasks },
      notes: this.notes.inOrder(),
    };
  }

  #labelsOf({ row, labelIds = [] }: SourceTask): string[] | undefined {
    const ids = [...new Set(labelIds)].toSorted();
    if (ids.length > taskLimits.labels)
      this.notes.changed(row, `It has more than ${taskLimits.labels} labels.`, 'labels');
    return ids.length === 0 ? undefined : ids.slice(0, taskLimits.labels);
  }

  /** The source's own ids, where they are good and come once; else ids made of the rows. */
  #setUids(): void {
    const counts = new Map<string, number>();
    for (const { source } of this.#planned)
      if (source.uid !== undefined) counts.set(source.uid, (counts.get(source.uid) ?? 0) + 1);
    for (const planned of this.#planned) {
      const { uid, key, listId = '' } = planned.source;
      const isGood = uid !== undefined && chosenId.safeParse(uid).success;
      planned.uid = isGood && counts.get(uid) === 1 ? uid : this.#makeUid(listId, key);
    }
  }

  #makeUid(listId: string, key: string): string {
    const such = JSON.stringify([listId, key]);
    const before = this.#uses.get(such) ?? 0;
    this.#uses.set(such, before + 1);
    return uuid5(['task', this.format, listId, key, String(before)]);
  }
}

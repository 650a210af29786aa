// Lists, sections and labels of a plan. A source names most of them by their names alone.
import { fold } from '@tydo/rules/fold';
import { labelLimits } from '@tydo/schemas/label';
import { listLimits } from '@tydo/schemas/list';
import type { Color } from '@tydo/schemas/row';
import { sectionLimits } from '@tydo/schemas/section';
import type { ImportFormat } from '../import-format.ts';
import { uuid5 } from '../text/uuid5.ts';
import type { Notes } from './notes.ts';
import { nameOf } from './texts.ts';

export interface PlannedList {
  id: string;
  name: string;
  color?: Color;
  archived?: true;
}

export interface PlannedSection {
  id: string;
  listId: string;
  name: string;
}

export interface PlannedLabel {
  id: string;
  name: string;
  color?: Color;
}

/** Of a source that has more than a name. */
export interface ListFacts {
  /** The row in the file, for notes. */
  row: number;
  id?: string | undefined;
  color?: Color | null | undefined;
  archived?: boolean | undefined;
}

/** Where a task is. */
export interface Place {
  listId?: string | undefined;
  sectionId?: string | undefined;
}

export interface SectionFacts {
  row: number;
  id?: string | undefined;
  listId: string | undefined;
}

/** The rows that hold tasks, each made when it is named for the first time. */
export class Holders {
  readonly #format: ImportFormat;
  readonly #notes: Notes;
  readonly #lists = new Map<string, PlannedList>();
  readonly #sections = new Map<string, PlannedSection>();
  readonly #labels = new Map<string, PlannedLabel>();
  readonly #known = new Map<string, string | undefined>();
  readonly #sectionsOf = new Map<string, number>();

  constructor(format: ImportFormat, notes: Notes) {
    this.#format = format;
    this.#notes = notes;
  }

  get lists(): PlannedList[] {
    return [...this.#lists.values()];
  }

  get sections(): PlannedSection[] {
    return [...this.#sections.values()];
  }

  get labels(): PlannedLabel[] {
    return [...this.#labels.values()];
  }

  /** The id of a list; undefined, which is the Inbox, where there is no room for it. */
  list(text: string, facts: ListFacts): string | undefined {
    return this.#once(`list ${facts.id ?? ''} ${text}`, () => this.#addList(text, facts));
  }

  #addList(text: string, { row, id, color, archived }: ListFacts): string | undefined {
    const name = this.#name(text, listLimits.name, row, 'list');
    if (name === undefined) return undefined;
    const key = id ?? uuid5(['list', this.#format, text]);
    if (!this.#lists.has(key)) {
      if (this.#isFull(this.#lists.size, listLimits.count, row, `list ${name}`)) return undefined;
      const facts = { ...(color && { color }), ...(archived && { archived }) };
      this.#lists.set(key, { id: key, name, ...facts });
    }
    return key;
  }

  /** The id of a section; undefined where there is no room for it. */
  section(text: string, facts: SectionFacts): string | undefined {
    const key = `section ${facts.id ?? ''} ${facts.listId ?? ''} ${text}`;
    return this.#once(key, () => this.#addSection(text, facts));
  }

  #addSection(text: string, { row, id, listId }: SectionFacts): string | undefined {
    const name = this.#name(text, sectionLimits.name, row, 'section');
    if (name === undefined) return undefined;
    if (listId === undefined) {
      this.#notes.changed(row, `The Inbox has no sections: ${name}`, 'section');
      return undefined;
    }
    const key = id ?? uuid5(['section', listId, text]);
    if (!this.#sections.has(key)) {
      const count = this.#sectionsOf.get(listId) ?? 0;
      if (this.#isFull(count, sectionLimits.count, row, `section ${name}`)) return undefined;
      this.#sectionsOf.set(listId, count + 1);
      this.#sections.set(key, { id: key, listId, name });
    }
    return key;
  }

  /**
   * The list and section of a task that says both: a section says the list, and one of another list is none.
   */
  placeOf({ row, listId, sectionId }: Place & { row: number }): Place {
    const section = this.#sections.get(sectionId ?? '');
    if (!section || section.listId === listId) return { listId, sectionId };
    if (listId === undefined) return { listId: section.listId, sectionId };
    this.#notes.changed(row, `Its section is of another list: ${section.name}`, 'section');
    return { listId, sectionId: undefined };
  }

  /** The id of a label. Names that differ in case alone are one label. */
  label(text: string, facts: Omit<ListFacts, 'archived'>): string | undefined {
    return this.#once(`label ${text}`, () => this.#addLabel(text, facts));
  }

  #addLabel(text: string, { row, id, color }: Omit<ListFacts, 'archived'>): string | undefined {
    const name = this.#name(text.trim(), labelLimits.name, row, 'label');
    if (name === undefined) return undefined;
    const key = fold(name);
    const label = this.#labels.get(key);
    if (label) return label.id;
    if (this.#isFull(this.#labels.size, labelLimits.count, row, `label ${name}`)) return undefined;
    const made = { id: id ?? uuid5(['label', key]), name, ...(color && { color }) };
    this.#labels.set(key, made);
    return made.id;
  }

  /** The answer of the first time: so names are looked at, and notes are made, once. */
  #once(key: string, work: () => string | undefined): string | undefined {
    if (!this.#known.has(key)) this.#known.set(key, work());
    return this.#known.get(key);
  }

  #name(text: string, max: number, row: number, noun: string): string | undefined {
    const name = nameOf(text, max);
    if (name !== undefined && name !== text.trim())
      this.#notes.changed(row, `The name of a ${noun} was shortened: ${text}`, noun);
    return name;
  }

  #isFull(count: number, max: number, row: number, what: string): boolean {
    if (count < max) return false;
    this.#notes.changed(row, `There is no room for the ${what}: ${max} is the limit.`);
    return true;
  }
}

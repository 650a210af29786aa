import type { FilterRead } from '@tydo/schemas/filter';
import type { LabelRead } from '@tydo/schemas/label';
import type { ListRead } from '@tydo/schemas/list';
import type { SectionRead } from '@tydo/schemas/section';
import type { SettingsRead } from '@tydo/schemas/settings';
import type { TaskRead } from '@tydo/schemas/task';

export const exportFormats = ['tydo', 'csv', 'todo.txt', 'ics', 'taskwarrior'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const isExportFormat = (text: string): text is ExportFormat =>
  exportFormats.some((format) => format === text);

/** The ends of files' names. */
export const fileEndings: Record<ExportFormat, string> = {
  tydo: 'json',
  csv: 'csv',
  'todo.txt': 'txt',
  ics: 'ics',
  taskwarrior: 'json',
};

/** All rows of a person, in any order. */
export interface ExchangeRows {
  settings: SettingsRead;
  lists: readonly ListRead[];
  sections: readonly SectionRead[];
  labels: readonly LabelRead[];
  filters: readonly FilterRead[];
  tasks: readonly TaskRead[];
}

/** What a format cannot hold, with how many tasks it concerns. */
export type Lost = ReadonlyMap<string, number>;

/** A file, and what it does not have. */
export interface Written {
  text: string;
  lost: Lost;
}

export interface WriteOptions {
  /** ISO timestamp. */
  now: string;
}

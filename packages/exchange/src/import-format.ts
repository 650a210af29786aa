/** Where a file comes from. `todoist` is its CSV, a zip of those, or the JSON of its API. */
export const importFormats = [
  'todoist',
  'ticktick',
  'taskwarrior',
  'todo.txt',
  'ics',
  'csv',
  'tydo',
] as const;
export type ImportFormat = (typeof importFormats)[number];

export const isImportFormat = (text: string): text is ImportFormat =>
  importFormats.some((format) => format === text);

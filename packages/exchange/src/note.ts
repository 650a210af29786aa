/** What an import changed or left out. */
export interface ImportNote {
  /** The line at which the row begins, or its index in JSON; from 1. */
  row: number;
  level: 'changed' | 'left out';
  /** The name of the field in the file. */
  field?: string;
  text: string;
}

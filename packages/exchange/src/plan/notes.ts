import type { ImportNote } from '../note.ts';

/** Notes of an import, in the order of the rows. */
export class Notes {
  readonly #notes: ImportNote[] = [];

  changed(row: number, text: string, field?: string): void {
    this.#add(row, 'changed', text, field);
  }

  leftOut(row: number, text: string, field?: string): void {
    this.#add(row, 'left out', text, field);
  }

  #add(row: number, level: ImportNote['level'], text: string, field: string | undefined): void {
    this.#notes.push({ row, level, ...(field === undefined ? {} : { field }), text });
  }

  inOrder(): ImportNote[] {
    return this.#notes.toSorted((one, other) => one.row - other.row);
  }
}

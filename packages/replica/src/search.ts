// Text that is searched, folded once for each row.
import { fold } from '@tydo/rules/fold';
import type { Noun, Row } from './model.ts';

export class FoldedTexts {
  readonly #folded = new WeakMap<Row, string>();

  /** Whether a text of the row holds `folded`. */
  hold(noun: Noun, row: Row, folded: string): boolean {
    return this.of(noun, row).includes(folded);
  }

  of(noun: Noun, row: Row): string {
    let folded = this.#folded.get(row);
    if (folded === undefined) {
      // No text and no search has a NUL, so that no search finds what is in two texts.
      folded = noun
        .texts(row)
        .map((text) => fold(text ?? ''))
        .join('\0');
      this.#folded.set(row, folded);
    }
    return folded;
  }
}

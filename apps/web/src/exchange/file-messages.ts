// What the page and its worker say to each other.
import type { ImportOptions, ReadImport } from '@tydo/exchange/read-import';

export interface FileRequest {
  bytes: ArrayBuffer;
  options: ImportOptions;
}

/** What is in a file, or why it cannot be read: a sentence. */
export type FileAnswer = { read: ReadImport } | { reason: string };

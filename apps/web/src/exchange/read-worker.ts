// Reads a file apart from the page, which answers meanwhile.
import { ImportError } from '@tydo/exchange/limits';
import { readImport } from '@tydo/exchange/read-import';
import type { FileAnswer, FileRequest } from './file-messages.ts';

addEventListener('message', ({ data }: MessageEvent<FileRequest>) => postMessage(answer(data)));

function answer({ bytes, options }: FileRequest): FileAnswer {
  try {
    return { read: readImport(new Uint8Array(bytes), options) };
  } catch (error) {
    return { reason: error instanceof ImportError ? error.message : 'This file cannot be read.' };
  }
}

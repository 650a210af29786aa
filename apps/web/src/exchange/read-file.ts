import type { ImportOptions } from '@tydo/exchange/read-import';
import type { FileAnswer, FileRequest } from './file-messages.ts';

/** Reads a file where it lies. @param options say whose tasks they will be. */
export async function readFile(file: File, options: ImportOptions): Promise<FileAnswer> {
  const bytes = await file.arrayBuffer().catch(() => undefined);
  if (!bytes) return { reason: 'This file cannot be read.' };
  const worker = new Worker(new URL('./read-worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise((resolve) => {
      worker.addEventListener('message', ({ data }: MessageEvent<FileAnswer>) => resolve(data));
      worker.addEventListener('error', () =>
        resolve({ reason: 'The code that reads files could not be loaded.' }),
      );
      const request: FileRequest = { bytes, options: { ...options, name: file.name } };
      worker.postMessage(request, [bytes]);
    });
  } finally {
    worker.terminate();
  }
}

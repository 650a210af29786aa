import { isTransient } from '@tydo/schemas/error';
import { readRefusal } from '../lib/refusal.ts';

const delaysMs = [500, 2_000, 5_000, 15_000];

/** Makes a call again that may be repeated, while it fails for a reason that passes by itself. */
export async function retry<T>(call: () => Promise<T>): Promise<T> {
  for (const delayMs of delaysMs) {
    try {
      return await call();
    } catch (error) {
      const { code } = readRefusal(error);
      if (code !== 'OFFLINE' && !isTransient(code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, delayMs));
    }
  }
  return call();
}

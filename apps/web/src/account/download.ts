import { AuthFailure } from '../lib/auth-call.ts';
import type { RequestHeaders } from '../lib/request-headers.ts';
import { saveFile } from '../lib/save-file.ts';

/**
 * Saves the export of the account as a file. It is fetched, because a plain link can't send `headers`; an
 * incomplete download leaves no file. @throws AuthFailure
 */
export async function downloadExport(headers: RequestHeaders): Promise<void> {
  const response = await fetch('/api/account/export', { headers }).catch(failWithoutResponse);
  if (!response.ok) throw new AuthFailure({ status: response.status });
  const content = await response.blob().catch(failWithoutResponse);
  saveFile(content, fileName(response.headers.get('content-disposition')));
}

function failWithoutResponse(): never {
  throw new AuthFailure({ status: 0 });
}

const fileName = (disposition: string | null) =>
  /filename="([^"]+)"/.exec(disposition ?? '')?.[1] ?? 'tydo.json';

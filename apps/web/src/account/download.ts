import { AuthFailure } from '../lib/auth-call.ts';
import type { RequestHeaders } from '../lib/request-headers.ts';

/**
 * Saves the export of the account as a file. It is fetched, because a plain link can't send `headers`; an
 * incomplete download leaves no file. @throws AuthFailure
 */
export async function downloadExport(headers: RequestHeaders): Promise<void> {
  const response = await fetch('/api/account/export', { headers }).catch(failWithoutResponse);
  if (!response.ok) throw new AuthFailure({ status: response.status });
  const url = URL.createObjectURL(await response.blob().catch(failWithoutResponse));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName(response.headers.get('content-disposition'));
  link.click();
  // The browser reads the URL asynchronously; a minute is enough for it to start.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function failWithoutResponse(): never {
  throw new AuthFailure({ status: 0 });
}

const fileName = (disposition: string | null) =>
  /filename="([^"]+)"/.exec(disposition ?? '')?.[1] ?? 'tydo.json';

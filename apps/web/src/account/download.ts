import { AuthFailure } from '../lib/auth-client.ts';
import type { PersonHeaders } from '../lib/person-headers.ts';

/**
 * Saves everything of a person as a file. A plain link could not say whose page it is. What breaks off
 * leaves no file. @throws AuthFailure
 */
export async function downloadExport(headers: PersonHeaders): Promise<void> {
  const answer = await fetch('/api/account/export', { headers }).catch(unanswered);
  if (!answer.ok) throw new AuthFailure({ status: answer.status });
  const url = URL.createObjectURL(await answer.blob().catch(unanswered));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName(answer.headers.get('content-disposition'));
  link.click();
  // The browser takes the file in its own time; a minute later it has begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function unanswered(): never {
  throw new AuthFailure({ status: 0 });
}

const fileName = (disposition: string | null) =>
  /filename="([^"]+)"/.exec(disposition ?? '')?.[1] ?? 'tydo.json';

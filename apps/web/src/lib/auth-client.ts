// Better Auth's client. It is not part of the first load: import it only in code that is loaded later.
import { createAuthClient } from 'better-auth/client';
import { changeSession } from './session.ts';

/** Better Auth's calls, on the page's own origin. */
export const authClient = createAuthClient({
  fetchOptions: {
    // Callers see the body and status of an error, but no headers: Retry-After is copied into the body.
    onSuccess({ request }) {
      if (request.method !== 'GET') changeSession();
    },
    async onResponse({ response }) {
      if (response.status !== 429) return;
      const retryAfter = Number(response.headers.get('retry-after')) || undefined;
      const body: unknown = await response.json().catch(() => ({}));
      return Response.json({ ...Object(body), retryAfter }, { status: 429 });
    },
  },
});

/** What the page says when the server does not accept calls from the address it was opened under. */
export const untrustedOrigin =
  'This server does not accept calls from this address. Its operator must set BETTER_AUTH_URL.';

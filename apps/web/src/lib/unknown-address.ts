/** What a page is told that was opened under an address which the server doesn't take for its own. */
export const unknownAddress =
  'This server does not know this address. Whoever runs it must set BETTER_AUTH_URL.';

/** The path that the link for confirming an address leads to. */
export const verifiedPage = '/verified';

/** The screens of a person who is signed in; others are asked to sign in there. */
export const signedInPaths =
  /^\/((account|today|upcoming|logbook|archive|search|history(\/[^/]+)?|(list|label|filter)\/[^/]+)\/?)?$/;

/** The screens of a person who is not signed in; others are sent to their tasks from there. */
export const signedOutPaths = /^\/sign-(in|up)\/?$/;

/** The screens of mailed links, for everybody. */
export const mailedLinkPaths = /^\/(forgot-password|reset-password|verified)\/?$/;

/** Of tasks without a list. */
export const inboxName = 'Inbox';

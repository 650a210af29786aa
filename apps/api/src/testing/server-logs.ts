/** The log lines of each server that is running. */
export const serverLogs = new Set<string[]>();

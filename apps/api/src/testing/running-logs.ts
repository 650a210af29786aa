/** What the servers that run now have logged: it tells why a test failed. */
export const runningLogs = new Set<string[]>();

// For vitest's `setupFiles`: when a test has failed, prints the last log lines of the running servers.
import { afterEach } from 'vitest';
import { serverLogs } from './server-logs.ts';

const maxLines = 30;

afterEach(({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const logged of serverLogs) {
    process.stderr.write(
      `${task.name}: a server's last lines:\n${logged.slice(-maxLines).join('')}\n`,
    );
  }
});

// vitest's `setupFiles`: after a test that failed, what the servers that still run have logged last.
import { afterEach } from 'vitest';
import { runningLogs } from './running-logs.ts';

const lines = 30;

afterEach(({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const logged of runningLogs) {
    process.stderr.write(
      `${task.name}: a server's last lines:\n${logged.slice(-lines).join('')}\n`,
    );
  }
});

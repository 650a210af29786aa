import { expect, test } from 'vitest';
import { createLog } from './log.ts';
import { terminalStream } from './terminal-log.ts';

test('a person at a terminal reads one short line for each entry, without secrets', () => {
  const written: string[] = [];
  const log = createLog(
    'info',
    terminalStream((text) => void written.push(text), false),
  );
  const request = { requestId: 'abc', request: 'POST /trpc/task.create', responseTime: 12 };
  const procedures = ['task.create'];
  log.info({ ...request, procedures, status: 200 }, 'request completed');
  log.warn({ ...request, procedures, codes: ['UNAUTHORIZED'], status: 401 }, 'request aborted');
  log.info({ port: 3000, token: 'hunter2' }, 'listening');
  const time = String.raw`\[\d\d:\d\d:\d\d\]`;
  expect(written).toEqual([
    expect.stringMatching(
      new RegExp(`^${time} INFO: POST /trpc/task\\.create 200 12 ms task\\.create\n$`),
    ),
    expect.stringMatching(
      /WARN: POST \/trpc\/task\.create 401 12 ms \(request aborted\) task\.create UNAUTHORIZED\n$/,
    ),
    expect.stringMatching(/INFO: listening \{"port":3000,"token":"\[hidden\]"\}\n$/),
  ]);
});

import { expect, test } from 'vitest';
import { isLoopback } from './loopback.ts';

test.each(['localhost', 'LOCALHOST', '127.0.0.1', '127.8.9.10', '::1', '[::1]'])(
  '%s is this machine',
  (host) => expect(isLoopback(host)).toBe(true),
);

test.each(['', '0.0.0.0', '::', 'localhost.example.com', '1127.0.0.1', '127.0.0.1.example.com'])(
  '%j may be another machine',
  (host) => expect(isLoopback(host)).toBe(false),
);

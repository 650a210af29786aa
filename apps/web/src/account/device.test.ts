import { expect, test } from 'vitest';
import { deviceOf } from './device.ts';

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0',
    'Firefox on Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    'Safari on iOS',
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36',
    'Chrome on Linux',
  ],
  ['node', 'node'],
  ['curl/8.14.1', 'curl/8.14.1'],
  ['<b>no browser</b>', '<b>no browser</b>'],
  ['x'.repeat(600), `${'x'.repeat(59)}…`],
])('%.40s is shown as "%s"', (userAgent, name) => {
  expect(deviceOf(userAgent)).toBe(name);
});

test('a session without a user agent is shown as an unknown device', () => {
  expect(deviceOf(null)).toBe(deviceOf(''));
  expect(deviceOf(undefined)).toBe('Unknown device');
});

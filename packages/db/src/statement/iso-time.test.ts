import fc from 'fast-check';
import pg from 'pg';
import { expect, inject, test, vi } from 'vitest';
import { isoOf, isoOfText } from './iso-time.ts';

test('milliseconds print as Date prints them', () => {
  const time = fc.date({ noInvalidDate: true }).map((date) => date.getTime());
  const near = fc.integer({ min: -200_000_000, max: 4_000_000_000_000 });
  fc.assert(
    fc.property(fc.oneof(time, near), (given) => {
      expect(isoOf(given)).toBe(new Date(given).toISOString());
    }),
    { numRuns: 2_000 },
  );
  expect(isoOf(1_767_225_600_000.9)).toBe('2026-01-01T00:00:00.000Z');
  expect(() => isoOf(Number.NaN)).toThrow(RangeError);
});

test('a time that plain SQL wrote as text into SQLite is parsed', () => {
  const time = '2026-01-31T09:05:00.120Z';
  for (const text of [time, '2026-01-31T09:05:00.12+00:00', '2026-01-31 09:05:00.12Z']) {
    expect(isoOfText(text)).toBe(time);
  }
  expect(() => isoOfText('infinity')).toThrow(RangeError);
});

test('SQLite’s own current_timestamp is UTC, wherever this process runs', () => {
  vi.stubEnv('TZ', 'America/New_York');
  try {
    expect(new Date('2026-01-31 09:05:00').getUTCHours()).toBe(14);
    expect(isoOfText('2026-01-31 09:05:00')).toBe('2026-01-31T09:05:00.000Z');
    expect(isoOfText('2026-01-31 09:05:00.120')).toBe('2026-01-31T09:05:00.120Z');
  } finally {
    vi.unstubAllEnvs();
  }
});

test.each(['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns'])(
  'a time of PostgreSQL is parsed when the server’s time zone is %s',
  async (zone) => {
    const client = new pg.Client({ connectionString: inject('postgresUrl') });
    await client.connect();
    await client.query(`set time zone '${zone}'`);
    const times = [
      '2026-01-31T09:05:00.000Z',
      '2026-07-31T23:59:59.999Z',
      '2026-01-31T09:05:00.500Z',
      '2026-01-31T09:05:00.050Z',
      '1969-12-31T23:59:59.990Z',
      '0099-01-01T00:00:00.001Z',
      '9999-12-31T23:59:59.999Z',
      '+012345-01-31T09:05:00.120Z',
      '-000043-03-15T11:00:00.000Z',
    ];
    try {
      for (const time of times) {
        const text = time.replace('+012345', '12345').replace(/^-000043(.*)Z$/, '0044$1+00 BC');
        const { rows } = await client.query(`select ('${text}'::timestamptz(3))::text as text`);
        expect(isoOfText(rows[0].text)).toBe(time);
      }
    } finally {
      await client.end();
    }
  },
);

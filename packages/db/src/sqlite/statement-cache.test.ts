import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { StatementCache } from './statement-cache.ts';

test('a statement is prepared once, and the cache is bounded', () => {
  const database = new Sqlite(':memory:');
  const cache = new StatementCache(database);
  const first = cache.prepare('select ? as first', [1]);
  expect(cache.prepare('select ? as first', [2])).toBe(first);
  for (let nth = 0; nth < 200; nth += 1) cache.prepare(`select ? as "${nth}"`, [1]);
  const again = cache.prepare('select ? as first', [3]);
  expect(again).not.toBe(first);
  expect(again.all(3)).toEqual([{ first: 3 }]);
  database.close();
});

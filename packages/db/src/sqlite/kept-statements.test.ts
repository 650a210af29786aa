import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { Statements } from './kept-statements.ts';

test('a statement that comes again is prepared once, and only so many are kept', () => {
  const database = new Sqlite(':memory:');
  const statements = new Statements(database);
  const first = statements.of('select ? as first', [1]);
  expect(statements.of('select ? as first', [2])).toBe(first);
  for (let nth = 0; nth < 200; nth += 1) statements.of(`select ? as "${nth}"`, [1]);
  const again = statements.of('select ? as first', [3]);
  expect(again).not.toBe(first);
  expect(again.all(3)).toEqual([{ first: 3 }]);
  database.close();
});

import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { damageOf } from './damage.ts';

test('what is no damage of the file is thrown', () => {
  const database = new Sqlite(':memory:');
  expect(damageOf(database)).toBeUndefined();
  database.close();
  expect(() => damageOf(database)).toThrow(/not open/);
});

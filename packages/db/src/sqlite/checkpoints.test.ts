// The log of a file that other processes read: sqlite.long.test.ts has a reader that never rests.
import { statSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../testing/databases.ts';
import { Checkpoints, maxLogSize } from './checkpoints.ts';

test('a log that is too large is emptied before a write, once no reader is in the way', async () => {
  await using temporary = await temporaryDatabase('sqlite');
  const file = temporary.url.slice('sqlite:'.length);
  const [writer, reader] = [new Sqlite(file), new Sqlite(file)];
  writer.pragma('journal_mode = wal');
  writer.pragma('synchronous = off');
  writer.exec('create table text (value)');
  const checkpoints = new Checkpoints(writer);
  const logSize = () => statSync(`${file}-wal`).size;
  const fill = () => writer.exec(`insert into text values (zeroblob(${maxLogSize}))`);
  const manyTransactions = async () => {
    for (let times = 0; times < 200; times += 1) await checkpoints.limitLog();
  };
  reader.exec('begin; select * from text');
  fill();
  await manyTransactions();
  expect(logSize()).toBeGreaterThan(maxLogSize);

  reader.exec('commit');
  // Not again before it has doubled.
  await manyTransactions();
  expect(logSize()).toBeGreaterThan(maxLogSize);
  reader.exec('begin; select * from text');
  fill();
  fill();
  reader.exec('commit');
  await manyTransactions();
  expect(logSize()).toBe(0);
  for (const database of [writer, reader]) database.close();
});

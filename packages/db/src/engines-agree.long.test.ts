// The same commands on both engines must have the same answers, refusals included. The commands are in
// testing/commands.ts.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openTemporaryDatabase, shortOrLong } from './testing/databases.ts';
import { play } from './testing/player.ts';
import { sequence } from './testing/sequences.ts';

test('both engines give the same answers to the same commands', async () => {
  await using sqlite = await openTemporaryDatabase('sqlite');
  await using postgres = await openTemporaryDatabase('postgresql');
  const numRuns = shortOrLong(2, 2_000);
  // The short form has a fixed seed; fast-check prints the seed of a failure.
  const seed = shortOrLong(20_261_125, Date.now());
  let [sequences, commands] = [0, 0];
  await fc.assert(
    fc.asyncProperty(sequence, async (played) => {
      sequences += 1;
      commands += played.length;
      if (sequences % 100 === 0) {
        process.stdout.write(`${sequences} sequences, ${commands} commands, seed ${seed}\n`);
      }
      const [onSqlite, onPostgres] = await Promise.all([
        play(sqlite, played),
        play(postgres, played),
      ]);
      expect(onSqlite).toEqual(onPostgres);
    }),
    { numRuns, seed },
  );
  // Shrinking a failure takes a while.
}, 3_600_000);

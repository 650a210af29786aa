import { expect, test } from 'vitest';
import { openDatabase } from '../open-database.ts';
import { engines, newPerson, openTemporaryDatabase } from '../testing/databases.ts';

test.each(engines)('every statement on %s is observed, without its values', async (engine) => {
  await using opened = await openTemporaryDatabase(engine);
  const texts: string[] = [];
  let failures = 0;
  await using db = await openDatabase({
    url: opened.url,
    observeStatement: async (text, on, run) => {
      texts.push(`${on} ${text}`);
      return run().catch((error: unknown) => {
        failures += 1;
        throw error;
      });
    },
  });
  texts.length = 0;
  const { tasks } = db.unitOfWork(newPerson());
  const title = 'a secret wish';
  const { id } = await tasks.create({ title });
  await tasks.get({ id });
  const all = texts.join('\n');
  expect(all).toContain(`${engine} insert into "task"`);
  expect(texts.filter((text) => text === `${engine} commit`)).toHaveLength(1);
  expect(all).not.toContain(title);
  expect(failures).toBe(0);
});

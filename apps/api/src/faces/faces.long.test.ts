// "Written once": for generated inputs tRPC, REST and MCP give the same data or the same code, and one operationId
// through all of them is done once.
import { randomUUID } from 'node:crypto';
import { shortOrLong } from '@tydo/db/testing';
import { expect, test } from 'vitest';
import { canPass, doors } from '../testing/doors.ts';
import { procedures, startMultiUserServer } from '../testing/multi-user-server.ts';
import { describeCalls, withoutCursors } from '../testing/procedure-calls.ts';
import { seeded } from '../testing/random.ts';
import { inputOf } from '../testing/random-input.ts';
import { createTasks, fullInput, minimalInput, ownInput } from '../testing/task-owner.ts';

// Fixed in the short run.
const seed = shortOrLong(20_261_201, Date.now());
const rounds = shortOrLong(1, 200);

test(`every face gives the same answer (seed ${seed})`, async () => {
  await using server = await startMultiUserServer('sqlite', 2);
  const [me, other] = server.people;
  if (!me || !other) throw new Error('Expected two people.');
  await createTasks(other);
  let own = await createTasks(me);
  const random = seeded(seed);
  const passed = { OK: 0, refused: 0 };
  for (let round = 0; round < rounds; round += 1) {
    for (const procedure of procedures) {
      const generated = [
        ownInput(procedure, own, fullInput),
        inputOf(random, procedure, me, [me, other]),
        ownInput(procedure, own, minimalInput),
        inputOf(random, procedure, me, [me]),
      ];
      for (const input of generated.slice(0, shortOrLong(2, 4))) {
        const isWrite = procedure.type === 'mutation';
        const call = {
          procedure,
          input: isWrite ? { ...Object(input), operationId: randomUUID() } : input,
        };
        const through = doors.filter((door) => canPass(door, call));
        const answers = [];
        for (const door of through) {
          const { body, codes } = await me.send([call], false, door);
          const [code = ''] = codes;
          answers.push(`${code} ${code === 'OK' ? withoutCursors(body) : ''}`);
        }
        const [first = ''] = answers;
        const what = describeCalls([call]);
        expect({ what, through, answers }).toEqual({
          what,
          through,
          answers: through.map(() => first),
        });
        if (through.length > 1) passed[first.startsWith('OK') ? 'OK' : 'refused'] += 1;
      }
      if (procedure.type === 'mutation') own = await createTasks(me);
    }
  }
  // Otherwise the test proves nothing.
  expect(passed.OK).toBeGreaterThan(rounds * shortOrLong(20, 40));
  expect(passed.refused).toBeGreaterThan(rounds * shortOrLong(5, 10));
});

// Random inputs of any procedure: with ids of everybody's rows, of none, and with values that are refused.
import { randomUUID } from 'node:crypto';
import { fill, isClientGenerated, type Leaf, nounOf } from '@tydo/schemas/testing/input-shape';
import { type Person, uuidsFor } from './multi-user-server.ts';
import type { Procedure } from './procedures.ts';
import type { Random } from './random.ts';

/** @param owners whose ids it may have. */
export const inputOf = (
  random: Random,
  { input }: Procedure,
  person: Person,
  owners: Person[],
): unknown =>
  fill(input, {
    value: (leaf) => valueOf(random, leaf, person, random.pick(owners)),
    sends: () => random.chance(0.4),
    choose: (parts) => random.pick(parts),
    size: ({ min, max }) => random.between(min, Math.min(max, random.chance(0.1) ? 30 : 4)),
  });

function valueOf(random: Random, leaf: Leaf, { mark }: Person, owner: Person): unknown {
  const { seen } = owner;
  switch (leaf.kind) {
    case 'id':
      return random.chance(0.1) || seen.id.length === 0
        ? random.between(1, 2 ** 31 - 1)
        : Number(random.pick(seen.id));
    case 'uid': {
      const noun = nounOf(leaf);
      const names = noun === 'task' ? seen.uid : (owner.rowIds.get(noun) ?? []);
      return random.chance(isClientGenerated(leaf) ? 0.7 : 0.1) || names.length === 0
        ? randomUUID()
        : random.pick(names);
    }
    case 'uuid':
      return random.chance(isClientGenerated(leaf) ? 0.7 : 0.1) ||
        uuidsFor(leaf, owner).length === 0
        ? randomUUID()
        : random.pick(uuidsFor(leaf, owner));
    case 'cursor':
      return random.pick(['nowhere', ...seen.cursor]);
    case 'seq':
      return Number(random.pick(['0', ...seen.seq]));
    case 'text':
      return `${mark} ${random.pick(words)}`;
    case 'query':
      return `search: ${mark} ${random.pick(['milk', 'Grün 😀'])} | #${random.pick(words)}`;
    case 'date':
      return random.pick(['2026-12-24', '2026-03-29T02:30[Europe/Berlin]', 'never']);
    case 'rule':
      return random.pick(['FREQ=DAILY', 'FREQ=NEVER']);
    case 'zone':
      return random.pick(['UTC', 'Europe/Berlin', 'nowhere']);
    case 'search':
      return random.pick(words);
    case 'time':
      return random.pick(['2026-11-25T00:00:00.000Z', ...seen.time]);
    case 'number':
      return random.between(leaf.min, random.chance(0.8) ? leaf.min + 3 : leaf.max);
    case 'choice':
      return random.pick(leaf.choices);
  }
}

// Shared by all people, so that a search without isolation would find the tasks of all.
const words = ['milk', 'Grün 😀', '100 %', 'a_b\\c'];

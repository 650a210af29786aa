// What a person might do next, at random.
import type { Random } from '@tydo/api/testing/random';
import type { ActResult } from '../acts.ts';
import type { Replica } from '../replica.ts';
import type { TydoModel } from '../tydo/tydo.ts';

const words = ['milk', 'Bread', 'Käse', '  tea ', '😀', 'a'.repeat(200)];
const descriptions = ['', 'two', 'line\nline', null];

/** One act on what the replica shows; none where there is nothing to do it to. */
export function randomAct(random: Random, replica: Replica<TydoModel>): ActResult[] {
  const { rows } = replica.view({ noun: 'task' });
  const uid = () => (random.chance(0.03) ? `taken-${random.between(1, 3)}` : crypto.randomUUID());
  const created = () => ({
    uid: uid(),
    title: random.pick(words),
    ...(random.chance(0.5) ? { description: random.pick(descriptions) } : {}),
  });
  const some = () => {
    const count = Math.min(rows.length, random.between(1, 4));
    return [...new Set(Array.from({ length: count }, () => random.pick(rows).uid))];
  };
  const one = () => (random.chance(0.03) ? 'missing' : random.pick(rows).uid);
  const choice = random.between(0, 15);
  if (rows.length === 0 || choice < 3) return [replica.act('task.create', created())];
  if (choice < 4) {
    const tasks = Array.from({ length: random.between(1, 3) }, created);
    return [replica.act('task.createMany', { tasks })];
  }
  if (choice < 6) return [replica.act('task.update', { id: one(), title: random.pick(words) })];
  if (choice < 7) {
    const description = random.pick(descriptions);
    return [replica.act('task.update', { id: one(), description, completed: random.chance(0.5) })];
  }
  if (choice < 9) return [replica.act('task.update', { id: one(), completed: random.chance(0.5) })];
  if (choice < 10) {
    return [replica.act('task.updateMany', { ids: some(), completed: random.chance(0.5) })];
  }
  if (choice < 11) return [replica.act('task.delete', { id: one() })];
  if (choice < 12) return [replica.act('task.deleteMany', { ids: some() })];
  if (choice < 15) return replica.undo() ?? [];
  return replica.redo() ?? [];
}

import { asTydoError, createTydoClient } from '@tydo/client';

const tydo = createTydoClient({ url: process.argv[2] ?? 'http://localhost:3000' });
const email = `ann.${Date.now()}@example.com`;
await tydo.signUp({ name: 'Ann', email, password: 'correct horse battery' });

// Calls made together travel together.
const [bread] = await Promise.all([
  tydo.task.create.mutate({ title: 'Buy bread' }),
  tydo.task.create.mutate({ title: 'Buy milk', description: 'Two litres' }),
]);
await tydo.task.update.mutate({ id: bread.id, completed: true });

const { items } = await tydo.task.list.query({ completed: false, search: 'MILK' });
for (const task of items) process.stdout.write(`${task.title}: ${task.description}\n`);

try {
  await tydo.task.create.mutate({ title: ' ' });
} catch (caught) {
  const { data } = asTydoError(caught);
  process.stdout.write(`${data?.code}: ${data?.zodError?.fieldErrors['title']?.join(' ')}\n`);
}

// Every field of a task, through a server and the typed client, and in the export.
import { newAccount, startTestServer } from '@tydo/api/testing';
import { sqliteOrBoth } from '@tydo/db/testing';
import { samplesOf } from '@tydo/db/testing/samples';
import { TaskCreate, TaskRead } from '@tydo/schemas/task';
import { expect, test } from 'vitest';
import { createTydoClient } from './client.ts';

test.each(sqliteOrBoth)(
  'every field that is written comes out of the client and the export, on %s',
  async (engine) => {
    await using server = await startTestServer({ engine });
    const client = createTydoClient({ url: server.url });
    await client.signUp(newAccount());
    // The rows that the samples name.
    await client.list.create.mutate({ id: 'one', name: 'one' });
    await client.section.create.mutate({ id: 'one', listId: 'one', name: 'one' });
    await client.label.create.mutate({ id: 'x', name: 'x' });
    const { operationId: _, before: _b, after: _a, parentUid: _p, ...shape } = TaskCreate.shape;
    const samples = Object.entries(shape).map(([name, schema]) => [
      name,
      samplesOf(name, schema)[0],
    ]);
    const input = TaskCreate.parse(Object.fromEntries(samples));
    const task = await client.task.create.mutate(input);
    expect(task).toMatchObject(input);
    expect(Object.keys(task)).toEqual(Object.keys(TaskRead.shape));
    expect(await client.task.get.query({ id: task.uid })).toEqual(task);
    expect((await client.task.list.query()).items).toEqual([task]);
    const [operation] = (await client.operation.list.query()).items;
    expect(operation?.changes).toEqual([{ noun: 'task', id: task.id, before: null, after: task }]);
    const headers = { authorization: `Bearer ${client.token}` };
    const answer = await fetch(new URL('/api/account/export', server.url), { headers });
    expect(await answer.json()).toMatchObject({
      tasks: [task],
      operations: expect.arrayContaining([operation]),
    });
  },
);

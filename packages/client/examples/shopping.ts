import { createTydoClient, eachItem, result, type TydoError } from '@tydo/client';

const tydo = createTydoClient({ url: process.argv[2] ?? 'http://localhost:3000' });
const email = `ann.${Date.now()}@example.com`;
await tydo.signUp({ name: 'Ann', email, password: 'correct horse battery' });

// Calls that are made together are sent in one request.
const [bread] = await Promise.all([
  tydo.task.create.mutate({ title: 'Buy bread' }),
  tydo.task.create.mutate({ title: 'Buy milk', description: 'Two litres' }),
]);
await tydo.task.update.mutate({ id: bread.id, title: 'Buy rolls' });

// `task.list.query` gives one page; `eachItem` requests the next ones as they are needed.
for await (const task of eachItem(tydo.task.list, { completed: false, search: 'MILK' })) {
  process.stdout.write(`${task.title}: ${task.description}\n`);
}

// A call that fails rejects with a TydoError; `result` gives it as a value instead.
const outdated = { id: bread.id, title: 'Buy cake', ifUpdatedAt: bread.updatedAt };
for (const outcome of await Promise.all([
  result(tydo.task.create.mutate({ title: ' ' })),
  result(tydo.task.update.mutate(outdated)),
])) {
  process.stdout.write(`${outcome.ok ? outcome.value.title : explain(outcome.error)}\n`);
}

// The codes are a closed set: the compiler reports a missing one.
function explain(error: TydoError): string {
  switch (error.code) {
    case 'BAD_REQUEST':
      return error.data?.zodError?.fieldErrors['title']?.join(' ') ?? error.message;
    case 'CONFLICT': {
      const { current } = error.data ?? {};
      return current && 'title' in current ? `By now it is: ${current.title}` : error.message;
    }
    case 'UNAUTHORIZED':
      return 'Sign in again.';
    case 'SERVICE_UNAVAILABLE':
    case 'TOO_MANY_REQUESTS':
    case 'NO_ANSWER':
    case 'TIMEOUT':
    case 'ABORTED':
      return error.mayBeDone ? 'Check whether it was done.' : 'Try again later.';
    case 'NOT_FOUND':
    case 'FORBIDDEN':
    case 'METHOD_NOT_SUPPORTED':
    case 'UNSUPPORTED_MEDIA_TYPE':
    case 'PAYLOAD_TOO_LARGE':
    case 'INTERNAL_SERVER_ERROR':
    case 'UNEXPECTED_ANSWER':
    case 'UNKNOWN':
      return error.message;
  }
}

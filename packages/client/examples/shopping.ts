import { createTydoClient, result, type TydoError } from '@tydo/client';

const tydo = createTydoClient({ url: process.argv[2] ?? 'http://localhost:3000' });
const email = `ann.${Date.now()}@example.com`;
await tydo.signUp({ name: 'Ann', email, password: 'correct horse battery' });

// Calls made together travel together.
const [bread] = await Promise.all([
  tydo.task.create.mutate({ title: 'Buy bread' }),
  tydo.task.create.mutate({ title: 'Buy milk', description: 'Two litres' }),
]);
await tydo.task.update.mutate({ id: bread.id, title: 'Buy rolls' });

const { items } = await tydo.task.list.query({ completed: false, search: 'MILK' });
for (const task of items) process.stdout.write(`${task.title}: ${task.description}\n`);

// A call that fails throws a TydoError; `result` gives it as a value instead.
const late = { id: bread.id, title: 'Buy cake', ifUpdatedAt: bread.updatedAt };
for (const ended of await Promise.all([
  result(tydo.task.create.mutate({ title: ' ' })),
  result(tydo.task.update.mutate(late)),
])) {
  process.stdout.write(`${ended.ok ? ended.value.title : explain(ended.error)}\n`);
}

// The codes are a closed set: the compiler says when one is missing here.
function explain(error: TydoError): string {
  switch (error.code) {
    case 'BAD_REQUEST':
      return error.data?.zodError?.fieldErrors['title']?.join(' ') ?? error.message;
    case 'CONFLICT':
      return `By now it is: ${error.data?.current?.title}`;
    case 'UNAUTHORIZED':
      return 'Sign in again.';
    case 'SERVICE_UNAVAILABLE':
    case 'TOO_MANY_REQUESTS':
    case 'NO_ANSWER':
    case 'TIMEOUT':
    case 'ABORTED':
      return error.mayBeDone ? 'Look first whether it was done.' : 'Try again later.';
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

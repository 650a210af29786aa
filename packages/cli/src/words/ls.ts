import { eachItem } from '@tydo/client';
import { connect } from '../connect.ts';
import type { Run } from '../context.ts';
import { parseOptions } from '../options.ts';

const options = {
  all: { type: 'boolean' },
  done: { type: 'boolean' },
  limit: { type: 'integer' },
  cursor: { type: 'string' },
};

/** Lists tasks, newest first. */
export const ls: Run = async (args, { io, print }) => {
  const { words, values } = parseOptions(args, options);
  const { all, done, ...page } = values;
  const client = connect(io);
  const search = words.length === 0 ? undefined : words.join(' ');
  const filter = { ...page, completed: done === true, search };
  if (all !== true) return print(await client.task.list.query(filter));
  const items = [];
  for await (const task of eachItem(client.task.list, filter)) items.push(task);
  print({ items, nextCursor: null });
};

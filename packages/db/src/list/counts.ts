// The numbers of open tasks: of the Inbox, and of each list, archived ones too. Each number reads only the open
// tasks of its list.
import type { InferKyselyDB } from '@mikro-orm/sql';
import type { ListCounts } from '@tydo/schemas/list';
import { sql } from 'kysely';
import { firstOf, ownRowsOf } from '../own-rows.ts';
import type { ReadScope } from '../scope.ts';
import { ownTasks } from '../task/own-tasks.ts';
import type { ListSchema } from './list.entity.ts';

export async function countLists({ query }: Pick<ReadScope, 'query'>): Promise<ListCounts> {
  const [inbox] = await query(ofInbox, { listId: '', completed: false });
  const lists = await query(ofLists, {});
  const counts = lists.map(({ id, count }) => [id, Number(count)] as const);
  return {
    inbox: Number(inbox?.count ?? 0),
    today: 0,
    overdue: 0,
    lists: Object.fromEntries(counts.filter(([, count]) => count > 0)),
  };
}

interface Count {
  count: number | string;
}

const ofInbox = ownTasks<{ listId: string; completed: boolean }, Count>((tasks, { value }) =>
  tasks
    .where('list_id', '=', value('listId'))
    .where('completed', '=', value('completed'))
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .groupBy(['user_id', 'list_id', 'completed'])
    .orderBy('user_id')
    .orderBy('list_id')
    .orderBy('completed')
    .limit(firstOf(1)),
);

const ownLists = ownRowsOf<InferKyselyDB<typeof ListSchema>, 'list'>((db) => db.selectFrom('list'));

const ofLists = ownLists<object, Count & { id: string }>((lists, { dialect }) =>
  lists.select([
    'id',
    sql<number | string>`(select count(*) from task where task.user_id = list.user_id
      and task.list_id = list.id and task.completed = ${sql.raw(dialect.isInProcess ? '0' : 'false')})`.as(
      'count',
    ),
  ]),
);

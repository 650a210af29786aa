// The numbers of open tasks: of the Inbox, and of each list, archived ones too. Each number reads only the open
// tasks of its list.
import type { InferKyselyDB } from '@mikro-orm/sql';
import { today } from '@tydo/rules/date';
import type { ListCounts, ListCountsInput } from '@tydo/schemas/list';
import { sql } from 'kysely';
import { firstOf, ownRowsOf } from '../own-rows.ts';
import type { ReadScope } from '../scope.ts';
import { readSettings } from '../settings/personal-settings.ts';
import { countDays } from '../task/day-views.ts';
import { isOpenTask, ownTasks } from '../task/own-tasks.ts';
import type { ListSchema } from './list.entity.ts';

export async function countLists(
  scope: Pick<ReadScope, 'query'>,
  input: ListCountsInput,
): Promise<ListCounts> {
  const { query } = scope;
  const zone = input?.zone ?? (await readSettings(scope)).zone;
  const now = new Date().toISOString();
  const [inbox] = await query(ofInbox, { listId: '' });
  const lists = await query(ofLists, {});
  const counts = lists.map(({ id, count }) => [id, Number(count)] as const);
  return {
    inbox: Number(inbox?.count ?? 0),
    ...(await countDays(query, { now, zone, today: today(now, zone) })),
    lists: Object.fromEntries(counts.filter(([, count]) => count > 0)),
  };
}

interface Count {
  count: number | string;
}

const ofInbox = ownTasks<{ listId: string }, Count>((tasks, { value }) =>
  tasks
    .where('list_id', '=', value('listId'))
    .where(isOpenTask)
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .groupBy(['user_id', 'list_id'])
    .orderBy('user_id')
    .orderBy('list_id')
    .limit(firstOf(1)),
);

const ownLists = ownRowsOf<InferKyselyDB<typeof ListSchema>, 'list'>((db) => db.selectFrom('list'));

const ofLists = ownLists<object, Count & { id: string }>((lists) =>
  lists.select([
    'id',
    sql<number | string>`(select count(*) from task where task.user_id = list.user_id
      and task.list_id = list.id and ${isOpenTask})`.as('count'),
  ]),
);

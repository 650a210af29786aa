// The entity as the guide defines one, with the timestamps that it keeps.
import { defineEntity, type MikroORM, p } from '@mikro-orm/core';
import { MikroORM as PostgresOrm } from '@mikro-orm/postgresql';
import { MikroORM as SqliteOrm } from '@mikro-orm/sqlite';

const TaskSchema = defineEntity({
  name: 'Task',
  tableName: 'task',
  properties: {
    id: p.integer().primary().autoincrement(),
    userId: p.text(),
    title: p.string().length(200),
    description: p.string().length(1000).nullable(),
    completed: p.boolean().default(false),
    createdAt: p.datetime(3).onCreate(() => new Date()),
    updatedAt: p
      .datetime(3)
      .onCreate(() => new Date())
      .onUpdate(() => new Date()),
  },
});

export class Task extends TaskSchema.class {}

TaskSchema.setClass(Task);

/** What callers see of it. */
export const toTask = ({ id, title, description, completed, createdAt, updatedAt }: Task) => ({
  id,
  title,
  description: description ?? null,
  completed,
  createdAt,
  updatedAt,
});

export function openOrm(url: string): Promise<MikroORM> {
  return url.startsWith('sqlite:')
    ? SqliteOrm.init({ dbName: url.slice('sqlite:'.length), entities: [Task] })
    : PostgresOrm.init({ clientUrl: url, entities: [Task], pool: { min: 5, max: 15 } });
}

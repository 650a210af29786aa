// The entity as MikroORM's guide defines one, with automatic timestamps.
import { randomUUID } from 'node:crypto';
import { defineEntity, type MikroORM, p } from '@mikro-orm/core';
import { MikroORM as PostgresOrm } from '@mikro-orm/postgresql';
import { MikroORM as SqliteOrm } from '@mikro-orm/sqlite';
import { rankOf } from '@tydo/rules/order';

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
    uid: p.string().onCreate(() => randomUUID()),
    rank: p.string().onCreate(() => rankOf(new Date().toISOString())),
    completedAt: p.datetime(3).nullable(),
    listId: p.string().default(''),
    sectionId: p.string().nullable(),
    parentUid: p.string().nullable(),
    priority: p.integer().default(0),
    labelIds: p.json<string[]>().nullable(),
    due: p.string().nullable(),
    start: p.string().nullable(),
    deadline: p.string().nullable(),
    rule: p.string().nullable(),
    ruleFrom: p.string().default('due'),
    anchor: p.string().nullable(),
    occurrence: p.string().nullable(),
    seriesUid: p.string().nullable(),
  },
});

export class Task extends TaskSchema.class {}

TaskSchema.setClass(Task);

/** The fields that callers see. */
export const toTask = ({ id, title, description, completed, ...rest }: Task) => ({
  id,
  title,
  description: description ?? null,
  completed,
  createdAt: rest.createdAt,
  updatedAt: rest.updatedAt,
  uid: rest.uid,
  rank: rest.rank,
  completedAt: rest.completedAt ?? null,
  listId: rest.listId || null,
  sectionId: rest.sectionId ?? null,
  parentUid: rest.parentUid ?? null,
  priority: rest.priority,
  labelIds: rest.labelIds ?? [],
  due: rest.due ?? null,
  start: rest.start ?? null,
  deadline: rest.deadline ?? null,
  rule: rest.rule ?? null,
  ruleFrom: rest.ruleFrom,
  anchor: rest.anchor ?? null,
  occurrence: rest.occurrence ?? null,
  seriesUid: rest.seriesUid ?? null,
});

export function openOrm(url: string): Promise<MikroORM> {
  return url.startsWith('sqlite:')
    ? SqliteOrm.init({ dbName: url.slice('sqlite:'.length), entities: [Task] })
    : PostgresOrm.init({ clientUrl: url, entities: [Task], pool: { min: 5, max: 15 } });
}

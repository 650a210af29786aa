// `task.view`: pages of a list, the children of a task, the logbook, a label, or a filter.
import { shiftDays } from '@tydo/rules/date';
import { parseFilter } from '@tydo/rules/filter';
import { RuleViolation } from '@tydo/rules/violation';
import { pageLimits } from '@tydo/schemas/paging';
import {
  type TaskRead,
  type TaskView,
  type TaskViewInput,
  type TaskViewPage,
  taskLimits,
} from '@tydo/schemas/task';
import { cursorAfter, idIn, textPositionAfter, timeIn } from '../cursor.ts';
import { notFound } from '../errors.ts';
import { filterNoun } from '../filter/filter.entity.ts';
import { labelNoun } from '../label/label.entity.ts';
import { labelRows } from '../label/label-rows.ts';
import { listNoun } from '../list/list.entity.ts';
import { listRows } from '../list/list-rows.ts';
import { readRow } from '../noun.ts';
import { rowsByIds } from '../noun-statements.ts';
import type { ReadScope } from '../scope.ts';
import { sectionRows } from '../section/section-rows.ts';
import { readSettings } from '../settings/personal-settings.ts';
import { timeOf } from '../statement/iso-time.ts';
import { type Clock, clockAt } from './date-conditions.ts';
import { type DatedTask, deferredTasks, roundsAhead, tasksInDays } from './day-views.ts';
import { readByRank } from './rank-views.ts';
import { resolveId } from './resolve-ids.ts';
import { taskNoun } from './task.entity.ts';
import { childrenPage, filterPage, labelPage, listPage, logbookPage } from './view-statements.ts';

/** The last task of the page before, as a cursor has it. */
interface Last {
  id: number;
  /** Its rank, or when it was completed; '' in views by id. */
  key: string;
}

/** A page of a view. */
interface Page extends Clock {
  /** `now` is when the first page was read: the days of all pages are counted from it. */
  zone: string;
  /** Of Upcoming. */
  days: number;
  weekStart: number;
  last: Last | undefined;
  limit: number;
}

/** @throws Refusal NOT_FOUND for a row that the view names; BAD_REQUEST for a cursor of another view. */
export async function viewTasks(scope: ReadScope, input: TaskViewInput): Promise<TaskViewPage> {
  const { view, completed = false, cursor, limit = pageLimits.defaultPage } = input;
  const { days = taskLimits.defaultDays } = input;
  if (input.days !== undefined && view !== 'upcoming') {
    throw new RuleViolation('Only `upcoming` has days.', 'days');
  }
  const settings = await readSettings(scope);
  const zone = input.zone ?? settings.zone;
  const list = ['view', view, completed, zone, ...(view === 'upcoming' ? [days] : [])];
  const { now, last } = positionOf(cursor, list);
  // One more than `limit` shows whether there is a next page.
  const clock = clockAt(now, zone);
  const page = { ...clock, zone, weekStart: settings.weekStart, last, limit: limit + 1, days };
  const read = await readView(scope, view, completed, page);
  const { rows, count = rows.length, keyOf, isShown = () => true } = read;
  const found = rows.slice(0, limit);
  const end = found.at(-1);
  const isMore = end !== undefined && count > limit;
  return {
    items: found.filter(isShown),
    nextCursor: isMore ? cursorAfter([now, end.id, keyOf(end)].join(' '), list) : null,
    today: clock.today,
    ahead: view === 'upcoming' && !last ? await readAhead(scope, page) : [],
  };
}

function positionOf(
  cursor: string | null | undefined,
  list: readonly unknown[],
): { now: string; last: Last | undefined } {
  if (cursor == null) return { now: new Date().toISOString(), last: undefined };
  const [time = '', id = '', key = ''] = textPositionAfter(cursor, list).split(' ');
  return { now: timeIn(time), last: { id: idIn(id), key } };
}

interface View {
  rows: TaskRead[];
  /** How many were found before the rows were read; some may be gone. Default: as many as there are rows. */
  count?: number;
  /** What the tasks are sorted by before their id. */
  keyOf: (task: TaskRead) => string;
  /** Whether a row is shown; default: all. An older version does not keep the columns that are searched. */
  isShown?: (task: TaskRead) => boolean;
}

const byRank = ({ rank }: TaskRead) => rank;
const placeOf = (last: Last | undefined) => last && { id: last.id, rank: last.key };
const byId = () => '';

async function readView(
  scope: ReadScope,
  view: TaskView,
  completed: boolean,
  page: Page,
): Promise<View> {
  if (completed && view !== 'inbox' && (typeof view === 'string' || !('listId' in view))) {
    throw new RuleViolation('Only the view of a list can show completed tasks.', 'completed');
  }
  if (view === 'inbox') return readList(scope, '', completed, page);
  if (view === 'logbook') return readLogbook(scope, page);
  if (typeof view === 'string') return readDays(scope, view, page);
  if ('listId' in view) {
    if (!(await scope.find(listNoun, view.listId))) throw notFound('list');
    return readList(scope, view.listId, completed, page);
  }
  if ('parentUid' in view) return readChildren(scope, view.parentUid, page);
  if ('labelId' in view) return readLabel(scope, view.labelId, page);
  if ('query' in view) return readFilter(scope, view.query, page);
  const filter = await scope.find(filterNoun, view.filterId);
  if (!filter) throw notFound('filter');
  return readFilter(scope, filter.query, page);
}

async function readList(
  { query }: ReadScope,
  listId: string,
  completed: boolean,
  { last, limit, ...clock }: Page,
): Promise<View> {
  const values = { ...clock, listId, completed, limit, last: placeOf(last) };
  return { rows: await readByRank(query, listPage, values), keyOf: byRank };
}

/** Views by days: all tasks are found and ordered, then one page of them is read. */
async function readDays(
  { query }: ReadScope,
  view: 'today' | 'upcoming' | 'deferred',
  { last, limit, ...page }: Page,
): Promise<View> {
  const { zone, today } = page;
  const found =
    view === 'deferred'
      ? await deferredTasks(query, page)
      : await tasksInDays(
          query,
          view === 'today' ? { end: shiftDays(today, 1) } : spanOf(page),
          zone,
        );
  const isNext = ({ day, id }: DatedTask) =>
    !last || day > last.key || (day === last.key && id > last.id);
  const shown = found.filter(isNext).slice(0, limit);
  const rows = await rowsByIds(
    query,
    taskNoun,
    shown.map(({ id }) => id),
  );
  const days = new Map(shown.map(({ id, day }) => [id, day]));
  return {
    rows: shown.flatMap(({ id }) => rows.get(id) ?? []),
    count: shown.length,
    keyOf: ({ id }) => days.get(id) ?? '',
  };
}

const spanOf = ({ today, days }: Pick<Page, 'today' | 'days'>) => ({
  from: today,
  end: shiftDays(today, days),
});

const readAhead = ({ query }: ReadScope, page: Page) =>
  roundsAhead(query, { ...page, end: spanOf(page).end });

async function readChildren(
  { query }: ReadScope,
  parentUid: string,
  { last, limit }: Page,
): Promise<View> {
  await resolveId(query, parentUid);
  const values = { parentUid, limit, last: placeOf(last) };
  return { rows: await readByRank(query, childrenPage, values), keyOf: byRank };
}

async function readLogbook({ query }: ReadScope, { last, limit }: Page): Promise<View> {
  const time = new Date(last ? timeIn(last.key) : 0);
  const values = { time, limit, id: last?.id ?? 0 };
  const rows = await query(last ? logbookPage.next : logbookPage.first, values);
  // Not those of the tasks: one that an older version opened has none.
  const times = new Map(rows.map((row) => [row.id, timeOf(row.done_at)]));
  return {
    rows: rows.map((row) => readRow(taskNoun, row)),
    keyOf: ({ id }) => times.get(id) ?? '',
    isShown: (task) => task.completed,
  };
}

async function readLabel(
  scope: ReadScope,
  labelId: string,
  { last, limit, ...clock }: Page,
): Promise<View> {
  if (!(await scope.find(labelNoun, labelId))) throw notFound('label');
  const values = { ...clock, labelId, limit, id: last?.id ?? 0 };
  const found = await scope.query(last ? labelPage.next : labelPage.first, values);
  const rows = await rowsByIds(
    scope.query,
    taskNoun,
    found.map(({ id }) => id),
  );
  return {
    rows: found.flatMap(({ id }) => rows.get(id) ?? []),
    count: found.length,
    keyOf: byId,
    isShown: ({ labelIds }) => labelIds.includes(labelId),
  };
}

/** @throws RuleViolation at `query` where it does not parse. */
async function readFilter(
  { query }: ReadScope,
  text: string,
  { last, limit, ...moment }: Page,
): Promise<View> {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new RuleViolation(parsed.message, 'query');
  const [lists, sections, labels] = [
    await listRows.list(query),
    await sectionRows.list(query),
    await labelRows.list(query),
  ];
  const context = { ...moment, lists, sections, labels };
  const statement = filterPage(parsed.expr, context, last === undefined);
  const rows = await query(statement, { id: last?.id ?? 0, limit });
  return { rows: rows.map((row) => readRow(taskNoun, row)), keyOf: byId };
}

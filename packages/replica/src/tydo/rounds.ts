// Completes and skips tasks, of recurring ones their rounds, by the rules that the server goes by. Those of
// recurrence are loaded late: until they are here, a command on a recurring task shows nothing.
import { pendingRank } from '@tydo/rules/order';
import type { RuleProblem } from '@tydo/rules/schedule';
import { type TaskFields, updatedFields } from '@tydo/rules/task';
import { RuleViolation } from '@tydo/rules/violation';
import { TaskComplete, TaskSkip } from '@tydo/schemas/task';
import type { Moment } from '../model.ts';
import { lateRules } from './late-rules.ts';
import { whileThere } from './row-input.ts';
import type { TaskRow, TydoCommand, TydoSee } from './rows.ts';
import { type Tree, treeOf, uidOf, writtenBy } from './tree.ts';
import { zoneOf } from './zone-of.ts';

type RoundRules = ReturnType<typeof lateRules>;
type Copy = ReturnType<RoundRules['updateInTree']>;

const roundRules = (see: TydoSee): RoundRules | undefined =>
  see.isLateHere() ? lateRules() : undefined;

/** Until the rules are here, a rule counts as one that can be read. */
export const ruleProblemIn =
  (see: TydoSee): RuleProblem =>
  (rule, anchor) =>
    roundRules(see)?.ruleProblem(rule, anchor) ?? null;

const settingsZone = (see: TydoSee): string => zoneOf(see.row('settings', 'settings'));

/** @param index among the copies that a command makes. */
function addCopy(tree: Tree, copy: Copy, { place }: Moment, index: number): void {
  if (!copy) return;
  const row: TaskRow = { ...copy, id: null, pendingOrder: pendingRank(place, index) };
  tree.add(row);
}

/** @throws RuleViolation for a zone that this device does not know: the server may know it. */
function withKnownZones<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new RuleViolation(error.message);
    throw error;
  }
}

/**
 * Changes fields of a task, and completes or opens it, as `updateInTree` does.
 *
 * @param index among the tasks that the command changes.
 */
export function changeTaskIn(
  see: TydoSee,
  tree: Tree,
  uid: string,
  changes: TaskFields<number | null>,
  { moment, index = 0 }: { moment: Moment; index?: number },
): void {
  const task = tree.required(uid);
  const { completed, rule = task.rule } = changes;
  if (completed !== true || rule === null) {
    tree.change(uid, updatedFields(task, changes, ruleProblemIn(see)));
    return;
  }
  const rules = roundRules(see);
  if (!rules) return;
  const time = { now: moment.now, at: moment.now, zone: settingsZone(see) };
  const copy = withKnownZones(() => rules.updateInTree(tree, uid, changes, time));
  addCopy(tree, copy, moment, index);
}

const earlier = (one: string, other: string): string => (one < other ? one : other);

const complete: TydoCommand<TaskComplete> = {
  parse: (input) => TaskComplete.parse(input),
  apply(see, { id, occurrence, at: sent, zone: sentZone }, moment) {
    // Asked before the row is looked at: it may not be read from the disk yet.
    if (occurrence !== undefined) see.isLateHere();
    const { now } = moment;
    const at = earlier(sent ?? now, now);
    const tree = treeOf(see, { now, at });
    const task = tree.required(uidOf(id));
    if (task.rule === null && task.occurrence === null) {
      tree.change(task.uid, { completed: true });
      return writtenBy(tree);
    }
    const rules = roundRules(see);
    if (!rules) return [];
    const zone = sentZone ?? settingsZone(see);
    const { copy } = withKnownZones(() =>
      rules.completeRound(tree, task.uid, { now, at, zone, occurrence }),
    );
    addCopy(tree, copy, moment, 0);
    return writtenBy(tree);
  },
  remaining: whileThere('task'),
};

const skip: TydoCommand<TaskSkip> = {
  parse: (input) => TaskSkip.parse(input),
  apply(see, { id, occurrence, zone: sentZone }, moment) {
    const rules = roundRules(see);
    if (!rules) return [];
    const tree = treeOf(see, moment);
    const { now } = moment;
    const zone = sentZone ?? settingsZone(see);
    withKnownZones(() => rules.skipRound(tree, uidOf(id), { now, at: now, zone, occurrence }));
    return writtenBy(tree);
  },
  remaining: whileThere('task'),
};

export const roundCommands = { 'task.complete': complete, 'task.skip': skip };

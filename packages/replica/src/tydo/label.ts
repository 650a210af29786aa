// Labels on a device, and what each command makes of them, by the rules that the server goes by.
import { fold } from '@tydo/rules/fold';
import { createLabel } from '@tydo/rules/label';
import { requireRoom } from '@tydo/rules/ordered-row';
import { changeLabels, changeTask } from '@tydo/rules/task';
import { RuleViolation } from '@tydo/rules/violation';
import {
  LabelCreate,
  LabelDelete,
  LabelMove,
  LabelRead,
  LabelUpdate,
  labelLimits,
} from '@tydo/schemas/label';
import { orderedCommands, orderedNoun } from './ordered.ts';
import { renamed } from './renaming.ts';
import type { TydoSee, TydoSeeRows, TydoWritten } from './rows.ts';

const isNameTaken = (see: Pick<TydoSeeRows, 'all'>, { id, name }: { id: string; name: string }) =>
  see.all('label').some((other) => other.id !== id && fold(other.name) === fold(name));

/** @throws RuleViolation */
function requireOwnName(see: TydoSee, label: { id: string; name: string }): void {
  if (isNameTaken(see, label)) throw new RuleViolation('There is such a label.', 'name');
}

export const label = orderedNoun<'label'>(LabelRead, {
  isAllowed: (see, row) => !isNameTaken(see, row),
});

const { create, update, move, remove } = orderedCommands({
  noun: 'label',
  schemas: { create: LabelCreate, update: LabelUpdate, move: LabelMove, delete: LabelDelete },
  texts: ['name'],
  created(see, input, made) {
    requireRoom(see.all('label').length, labelLimits.count, 'labels');
    const row = createLabel(input, made);
    requireOwnName(see, row);
    return row;
  },
  changed(see, change, now) {
    if (change.before.name !== change.after.name) requireOwnName(see, change.after);
    return renamed(see, 'label', change, now);
  },
  deleted: (see, { id }, now) =>
    see.where('task', 'labelIds', id).map((row): TydoWritten => {
      const labelIds = changeLabels(row.labelIds, { remove: [id] });
      return { noun: 'task', key: row.uid, after: changeTask(row, { labelIds }, { now }) };
    }),
});

export const labelCommands = {
  'label.create': create,
  'label.update': update,
  'label.move': move,
  'label.delete': remove,
};

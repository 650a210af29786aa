import type { Refused } from '@tydo/replica/entry';
import { expect, test } from 'vitest';
import { withoutIsolates } from '../lib/isolate.ts';
import type { ToastContent } from '../ui/toasts.ts';
import { countUnsaved } from './refused.ts';
import { tellRefused } from './tell-refused.ts';
import { lookupIn } from './use-lookup.ts';

const why = { kind: 'refused', message: '', data: { code: 'FORBIDDEN', httpStatus: 403 } } as const;
const entry = { operationId: 'undo', name: 'operation.undo', input: { id: 'x' }, at: '' };
const undo: Refused = { entry, why };
const create: Refused = {
  entry: { ...entry, operationId: 'create', name: 'task.create', input: { title: 'Bread' } },
  why,
};

function setUp(refused: Refused[]) {
  const shown: string[] = [];
  const replica = {
    row: () => undefined,
    history: () => [],
    refused: () => refused,
    async forget(id: string) {
      refused = refused.filter((one) => one.entry.operationId !== id);
    },
  };
  const undone: string[] = [];
  const toasts = {
    announce: () => undefined,
    show({ message, action }: ToastContent) {
      actions.push(action?.label);
      action?.run();
      return shown.push(message);
    },
  };
  const actions: (string | undefined)[] = [];
  const undoOf = (ids: readonly string[]) => void undone.push(...ids);
  return { replica, toasts, undoOf, shown, actions, undone, left: () => refused };
}

test('a refused undo is told once and forgotten', () => {
  const { replica, toasts, undoOf, shown, left } = setUp([undo]);
  tellRefused(replica, toasts, undoOf, () => true)();
  expect(shown).toHaveLength(1);
  expect(left()).toEqual([]);
  expect(lookupIn(replica).isRefused('undo')).toBe(true);
  // After a reload.
  tellRefused(replica, toasts, undoOf, () => true)();
  expect(shown).toHaveLength(1);
});

test('a refused text is kept, and only it counts as unsaved', () => {
  const { replica, toasts, undoOf, left } = setUp([undo, create]);
  expect(countUnsaved(left(), lookupIn(replica))).toBe(1);
  tellRefused(replica, toasts, undoOf, () => true)();
  expect(left()).toEqual([create]);
});

test('a hidden tab leaves the message to the one that is seen', () => {
  const { replica, toasts, undoOf, shown, left } = setUp([undo]);
  let isVisible = false;
  const read = tellRefused(replica, toasts, undoOf, () => isVisible);
  read();
  expect(shown).toEqual([]);
  expect(left()).toEqual([undo]);
  isVisible = true;
  read();
  expect(shown).toHaveLength(1);
});

test('a deleted task that had been changed elsewhere is told of once, with an undo', () => {
  const deletion: Refused = {
    entry: { ...entry, operationId: 'delete', name: 'task.delete' },
    why: { kind: 'overrode', row: { title: 'Bread', updatedAt: '' } },
  };
  const { replica, toasts, undoOf, shown, actions, undone, left } = setUp([deletion]);
  tellRefused(replica, toasts, undoOf, () => true)();
  expect(withoutIsolates(String(shown))).toContain('“Bread” was changed on another device');
  expect(actions).toEqual(['Undo']);
  expect(undone).toEqual(['delete']);
  expect(left()).toEqual([]);
  expect(lookupIn(replica).isRefused('delete')).toBe(false);
});

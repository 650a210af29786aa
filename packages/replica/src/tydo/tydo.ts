// The nouns and commands of Tydo.
import type { AppRouter } from '@tydo/api/router';
import type { Model } from '../model.ts';
import { task, taskCommands } from './task.ts';
import { undoCommand } from './undo.ts';

const nouns = { task };
const commands = {
  ...taskCommands,
  'operation.undo': undoCommand(nouns),
};

/** Mutations that need the server: the page sends the ids that the person saw, not "all that …". */
type Online =
  | 'task.clearCompleted'
  | 'task.move'
  | 'sync.push'
  | `${'list' | 'section' | 'label' | 'filter' | 'settings'}.${string}`;

type RouterRecord = AppRouter['_def']['record'];
type Verbs = {
  [Noun in keyof RouterRecord]: {
    [Verb in keyof RouterRecord[Noun] & string]: RouterRecord[Noun][Verb] extends {
      _def: { type: 'mutation' };
    }
      ? `${Noun}.${Verb}`
      : never;
  }[keyof RouterRecord[Noun] & string];
};
type Mutations = Verbs[keyof Verbs];

// A mutation that is neither here nor there does not compile.
export const tydo = { nouns, commands } satisfies Model & {
  commands: Record<Exclude<Mutations, Online>, unknown>;
};
export type TydoModel = typeof tydo;

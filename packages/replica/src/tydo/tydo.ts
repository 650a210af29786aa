// The nouns and commands of Tydo.
import type { AppRouter } from '@tydo/api/router';
import type { Model } from '../model.ts';
import { filter, filterCommands } from './filter.ts';
import { label, labelCommands } from './label.ts';
import { loadLateRules } from './late-rules.ts';
import { list, listCommands } from './list.ts';
import { section, sectionCommands } from './section.ts';
import { settings, settingsCommands } from './settings.ts';
import { task } from './task.ts';
import { taskCommands } from './task-commands.ts';
import { undoCommand } from './undo.ts';

/** In the order of a snapshot: what tasks name comes before them. */
const nouns = { settings, list, section, label, filter, task };
const commands = {
  ...settingsCommands,
  ...listCommands,
  ...sectionCommands,
  ...labelCommands,
  ...filterCommands,
  ...taskCommands,
  'operation.undo': undoCommand(nouns),
};

/**
 * Mutations that need the server: the page sends the ids that the person saw, not "all that …", and an import
 * waits for each of its calls.
 */
type Online = 'task.clearCompleted' | 'import.add' | 'sync.push' | `token.${string}`;

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
export const tydo = { nouns, commands, loadLate: loadLateRules } satisfies Model & {
  commands: Record<Exclude<Mutations, Online>, unknown>;
};
export type TydoModel = typeof tydo;

// @ts-check
/**
 * `pnpm new-noun note`: the files of a noun in every package, from `noun-template/`, and its lines in the
 * files that list nouns. Everything is prepared first: either all is written or nothing.
 */
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { explain, Stop } from './report.mjs';

/** The template is written about notes. */
const TEMPLATE = join(import.meta.dirname, 'noun-template');

/**
 * @typedef {object} Names
 * @property {string} noun `note`
 * @property {string} nouns `notes`
 *
 * @typedef {object} Line
 * @property {string} file
 * @property {RegExp} at where it is inserted
 * @property {string} text about notes
 * @property {'before' | 'after'} [where] default: after
 */

/** @type {Line[]} */
const LINES = [
  // Schemas.
  {
    file: 'packages/schemas/src/operation.ts',
    at: /^import .* from '\.\/named\.ts';\n/m,
    text: "import { NoteRead } from './note.ts';\n",
  },
  {
    file: 'packages/schemas/src/operation.ts',
    at: /^export const nouns = \{.*?(?=,?\s\} as const)/ms,
    text: ', note: NoteRead',
  },
  {
    file: 'packages/schemas/src/operation.ts',
    at: /\bz\.discriminatedUnion\('noun', \[\s*changeOf\([^)]*\)/,
    text: ", changeOf('note', NoteRead.shape.id, NoteRead, 'NoteChange')",
  },
  {
    file: 'packages/schemas/src/sync.ts',
    at: /\bz\.discriminatedUnion\('noun', \[\s*rowOf\([^)]*\)/,
    text: ", rowOf('note', 'NoteRow')",
  },
  // The database.
  {
    file: 'packages/db/src/entities.ts',
    at: /^import .* from '\.\/owner-filter\.ts';\n/m,
    text: "import { NoteSchema, noteNoun } from './note/note.entity.ts';\n",
  },
  {
    file: 'packages/db/src/entities.ts',
    at: /^export const entities: readonly Entity\[\] = \[\n/m,
    text: "  { schema: NoteSchema, owned: 'person', erased: ['id'], exported: 'notes', noun: noteNoun },\n",
  },
  {
    file: 'packages/db/src/unit-of-work.ts',
    at: /^import \{ Tasks \} from '\.\/task\/tasks\.ts';\n/m,
    text: "import { Notes } from './note/notes.ts';\n",
  },
  {
    file: 'packages/db/src/unit-of-work.ts',
    at: /^ {2}readonly tasks: Tasks;\n/m,
    text: '  /** This person’s notes. */\n  readonly notes: Notes;\n',
  },
  {
    file: 'packages/db/src/unit-of-work.ts',
    at: /^ {4}this\.tasks = new Tasks\((\w+)\);\n/m,
    text: '    this.notes = new Notes($1);\n',
  },
  {
    file: 'packages/db/src/open-database.ts',
    at: /^export type \{ Tasks \} from '\.\/task\/tasks\.ts';\n/m,
    text: "export type { Notes } from './note/notes.ts';\n",
  },
  // The API.
  {
    file: 'apps/api/src/router.ts',
    at: /^import \{ taskRouter \} from '\.\/task\/router\.ts';\n/m,
    text: "import { noteRouter } from './note/router.ts';\n",
  },
  {
    file: 'apps/api/src/router.ts',
    at: /\btask: taskRouter,/,
    text: ' note: noteRouter,',
  },
  {
    file: 'apps/api/src/reference/examples.ts',
    at: /^\};\n(?![\s\S]*^\};\n)/m,
    text: `  note: {
    create: [{ input: { name: 'First' } }],
    list: [{}],
    get: [{ input: ({ note }) => ({ id: note.create.id }) }],
    update: [{ input: ({ note }) => ({ id: note.create.id, name: 'Second' }) }],
    delete: [{ input: ({ note }) => ({ id: note.create.id }) }],
  },
`,
    where: 'before',
  },
  {
    file: 'apps/api/src/seed/main.ts',
    at: /^import \{ seedTasks \} from '\.\/tasks\.ts';\n/m,
    text: "import { seedNotes } from './notes.ts';\n",
  },
  { file: 'apps/api/src/seed/main.ts', at: /^const seeds = \[[^\]]*/m, text: ', seedNotes' },
  // The typed client.
  {
    file: 'packages/client/src/client.ts',
    at: /\bPick<\s*TRPCClient<AppRouter>,\s*\|?\s*'task'/,
    text: " | 'note'",
  },
  {
    file: 'packages/client/src/client.ts',
    at: /^ {2}const \{\s*task(?=[^}]*\} =\s*createTRPCClientProxy)/m,
    text: ', note',
  },
  {
    file: 'packages/client/src/client.ts',
    at: /^ {2}return \{\n {4}task,\n/m,
    text: '    note,\n',
  },
  // The rows on a device.
  {
    file: 'packages/replica/src/tydo/tydo.ts',
    at: /^import .* from '\.\.\/model\.ts';\n/m,
    text: "import { note, noteCommands } from './note.ts';\n",
  },
  {
    file: 'packages/replica/src/tydo/tydo.ts',
    at: /^const nouns = \{.*?(?= \};)/ms,
    text: ', note',
  },
  {
    file: 'packages/replica/src/tydo/tydo.ts',
    at: /\.\.\.taskCommands,/,
    text: ' ...noteCommands,',
  },
  // Tests that list all nouns, or go over all verbs.
  {
    file: 'apps/api/src/account/export.test.ts',
    at: /^ {4}expect\(rest\)\.toEqual\(\{\n/m,
    text: '      notes: [],\n',
  },
  {
    file: 'apps/api/src/testing/hostile/json.ts',
    at: /^ {2}operation: \{\n/m,
    text: `  note: {
    list: [['limit', '5']],
    get: [['id', uuid]],
    create: [['name', '"x"']],
    update: [
      ['id', uuid],
      ['name', '"x"'],
    ],
    delete: [['id', uuid]],
  },
`,
    where: 'before',
  },
  // Which folder may import what.
  {
    file: 'scripts/rooms.mjs',
    at: /^ {6}'entities\.ts': \[\n/m,
    text: "        'note/note.entity.ts',\n",
  },
  {
    file: 'scripts/rooms.mjs',
    at: /^ {6}'entities\.ts': \[\n/m,
    text: "      'note/note.entity.ts': [...ground, 'noun.ts'],\n",
    where: 'before',
  },
  {
    file: 'scripts/rooms.mjs',
    at: /^ {6}'sync\/heads\.ts': ground,\n/m,
    text: "      note: [...ground, ...nouns, 'scope.ts'],\n",
    where: 'before',
  },
  { file: 'scripts/rooms.mjs', at: /^ {6}'unit-of-work\.ts': \[/m, text: "'note', " },
  { file: 'scripts/rooms.mjs', at: /^ {6}'open-database\.ts': \[\n/m, text: "        'note',\n" },
  { file: 'scripts/rooms.mjs', at: /^ {6}task: \['trpc'\],\n/m, text: "      note: ['trpc'],\n" },
  { file: 'scripts/rooms.mjs', at: /^ {6}'router\.ts': \[/m, text: "'note', " },
];

/**
 * Writes the noun.
 * @param {string} root the checkout
 * @param {string} noun one word in lower case, singular
 * @param {string} [plural] default: with an s
 * @returns {string[]} the files that were made or changed
 * @throws {Stop} where the name will not do, or a file has changed too much to be completed
 */
export function newNoun(root, noun, plural = `${noun}s`) {
  for (const name of [noun, plural]) {
    if (/^[a-z]{2,40}$/.test(name)) continue;
    throw new Stop(
      `"${name}" is no name for a noun: write one word in lower case, such as note.`,
      2,
    );
  }
  const names = { noun, nouns: plural };
  const files = new Map([...filesOf(names), ...completedFiles(root, names)]);
  for (const [file, text] of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return [...files.keys()];

  /** @param {Names} of */
  function filesOf(of) {
    return globSync('**/*.txt', { cwd: TEMPLATE })
      .toSorted()
      .map((path) => {
        const file = inWords(path.replace(/\.txt$/, ''), of);
        if (existsSync(join(root, file))) throw new Stop(`${file} exists already.`);
        return /** @type {const} */ ([
          file,
          inWords(readFileSync(join(TEMPLATE, path), 'utf8'), of),
        ]);
      });
  }
}

/**
 * @param {string} root
 * @param {Names} names
 * @returns {Map<string, string>} the new text of each file that lists nouns
 */
function completedFiles(root, names) {
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const { file, at, text, where = 'after' } of LINES) {
    const before = files.get(file) ?? readFileSync(join(root, file), 'utf8');
    const line = inWords(text, names);
    if (!at.test(before)) {
      throw new Stop(
        `${file} has no place for \`${line.trim()}\` any more (${at}): mend scripts/new-noun.mjs. Nothing was written.`,
      );
    }
    files.set(file, before.replace(at, where === 'after' ? `$&${line}` : `${line}$&`));
  }
  return files;
}

/**
 * The template in the words of the noun.
 * @param {string} text about notes
 * @param {Names} names
 */
function inWords(text, { noun, nouns }) {
  const capital = (/** @type {string} */ word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
  return text
    .replace(/\b(a)(?= note)/gi, /^[aeiou]/.test(noun) ? '$1n' : '$1')
    .replaceAll('Notes', capital(nouns))
    .replaceAll('notes', nouns)
    .replaceAll('Note', capital(noun))
    .replaceAll('note', noun);
}

if (argv[1] === import.meta.filename) {
  try {
    const [noun = '', plural] = argv.slice(2);
    const files = newNoun(join(import.meta.dirname, '..'), noun, plural);
    process.stdout.write(files.map((file) => `${file}\n`).join(''));
  } catch (error) {
    process.exitCode = explain(error);
  }
}

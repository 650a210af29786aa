import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { TydoClient } from '@tydo/client';
import { carryOut } from '@tydo/exchange/carry-out';
import { importFormats, isImportFormat } from '@tydo/exchange/import-format';
import { previewOf } from '@tydo/exchange/plan/preview';
import { type ReadImport, readImport } from '@tydo/exchange/read-import';
import { readSnapshot } from '@tydo/exchange/read-snapshot';
import { textIn } from '@tydo/exchange/text/fields';
import { newUuid } from '@tydo/schemas/uuid';
import { isZone } from '@tydo/schemas/zone';
import { connect } from '../connect.ts';
import type { Context, Run } from '../context.ts';
import { CommandError, UsageError } from '../errors.ts';
import type { Io } from '../io.ts';
import { parseOptions } from '../options.ts';
import { printable } from '../printable.ts';
import { undoImport } from '../undo-import.ts';

const text = { type: 'string' };
const options = {
  from: text,
  dryRun: { type: 'boolean' },
  zone: text,
  list: text,
  map: { type: 'array', items: text },
  undo: text,
};

/** Reads a file of another program, and adds what is in it. */
export const importFile: Run = async (args, context) => {
  const { words, values } = parseOptions(args, options);
  const undone = textIn(values, 'undo');
  if (undone !== undefined) {
    const operations = await undoImport(connect(context.io), undone);
    return context.print({ import: undone, undone: operations });
  }
  const [file, ...others] = words;
  if (file === undefined || others.length > 0)
    throw new UsageError('Name one file, or - for stdin.');
  const isDry = values['dryRun'] === true;
  const read = readImport(await readBytes(file, context.io), {
    ...(await personOf(values['zone'], context.io)),
    from: formatIn(textIn(values, 'from')),
    name: file === '-' ? undefined : file,
    list: textIn(values, 'list'),
    map: mapIn(values['map']),
    now: new Date().toISOString(),
  });
  const client = isDry && values['zone'] !== undefined ? undefined : connect(context.io);
  report(isDry ? await dryRun(read, client) : await run(read, context), context);
};

async function readBytes(file: string, { stdin }: Io): Promise<Uint8Array> {
  if (file === '-') return buffer(stdin);
  return readFile(file).catch(() => {
    throw new CommandError(`This file cannot be read: ${file}`);
  });
}

/** The zone that was said; otherwise the settings of the account. */
async function personOf(zone: unknown, io: Io) {
  if (typeof zone !== 'string') return connect(io).settings.get.query();
  if (isZone(zone)) return { zone };
  throw new UsageError(`This is no time zone: ${zone}`);
}

function formatIn(name: string | undefined) {
  if (name === undefined || isImportFormat(name)) return name;
  throw new UsageError(`There is no format ${name}. The formats are ${importFormats.join(', ')}.`);
}

/** `column=field`, by the column in lower case. */
function mapIn(map: unknown): Record<string, string> | undefined {
  if (!Array.isArray(map)) return undefined;
  const pairs = map.map((pair) => {
    const at = String(pair).lastIndexOf('=');
    if (at < 1) throw new UsageError(`Write --map column=field, not ${String(pair)}`);
    return [
      String(pair).slice(0, at).trim().toLowerCase(),
      String(pair)
        .slice(at + 1)
        .trim(),
    ];
  });
  return Object.fromEntries(pairs);
}

interface Report {
  import: string | null;
  from: string;
  dryRun: boolean;
  rows: number;
  lists: number;
  sections: number;
  labels: number;
  tasks: number;
  there: number;
  operations: string[];
  notes: ReadImport['notes'];
  plan?: object;
}

/** @param client none where nothing is to be asked: then it is as in an empty account. */
async function dryRun(
  { from, rows, plan, notes }: ReadImport,
  client: TydoClient | undefined,
): Promise<Report> {
  const account = client && (await readSnapshot((input) => client.sync.snapshot.query(input)));
  const { made, there, plan: given } = previewOf(plan, account ?? []);
  const { lists, sections, labels, tasks, filters } = given;
  return {
    import: null,
    from,
    dryRun: true,
    rows,
    lists: made.lists.length,
    sections: made.sections.length,
    labels: made.labels.length,
    tasks: made.tasks.length,
    there,
    operations: [],
    notes,
    plan: { lists, sections, labels, tasks, ...(filters.length > 0 && { filters }) },
  };
}

async function run({ from, rows, plan, notes }: ReadImport, { io }: Context): Promise<Report> {
  const id = newUuid();
  const isTalking = io.stderr.isTTY;
  const client = connect(io);
  const sent = await carryOut(plan, {
    run: id,
    add: (input) => client.import.add.mutate(input),
    snapshot: (input) => client.sync.snapshot.query(input),
    progress(_, done) {
      if (isTalking) io.stderr.write(`\r${done} of ${plan.tasks.length} tasks`);
    },
  }).catch((error: unknown) => {
    io.stderr.write(`Not all was imported. To take it back: tydo import --undo ${id}\n`);
    throw error;
  });
  if (isTalking) io.stderr.write('\n');
  const { made, there, operations } = sent;
  const count = (noun: string) => made.filter((row) => row.noun === noun).length;
  return {
    import: id,
    from,
    dryRun: false,
    rows,
    lists: count('list'),
    sections: count('section'),
    labels: count('label'),
    tasks: count('task'),
    there: there.length,
    operations,
    notes,
  };
}

function report(data: Report, { print, isJson, io }: Context): void {
  if (isJson) return print(data);
  const { from, rows, lists, sections, labels, tasks, there, notes } = data;
  const verb = data.dryRun ? 'would be made' : 'were made';
  const lines = [
    `${from}, ${rows} rows: ${tasks} tasks, ${lists} lists, ${sections} sections, ${labels} labels ${verb}; ${there} were there already.`,
    ...notes.map(({ row, level, text: note }) => `  row ${row}, ${level}: ${note}`),
    ...(data.import === null ? [] : [`To take it back: tydo import --undo ${data.import}`]),
  ];
  io.stdout.write(`${lines.map(printable).join('\n')}\n`);
}

// A second process on an SQLite file, until it is killed or its parent process ends. Arguments: a role, the
// file, and the id of the tasks' owner. It prints a first line when it has begun.
import { setTimeout as sleep, setImmediate as yieldToEventLoop } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { openDatabase } from '../open-database.ts';

const [role, file, personId] = process.argv.slice(2);
if (!file) throw new Error('usage: sqlite-process <role> <file> [person]');
const nobody = 65_534;
const print = (line: string | number) => process.stdout.write(`${line}\n`);
// Closed when the parent process ends, even by SIGKILL.
process.stdin
  .on('end', () => process.exit())
  .resume()
  .unref();
const open = () => new Sqlite(file, { timeout: 60_000 });

const roles: Record<string, () => Promise<void>> = {
  /** Creates tasks as fast as it can, and prints the id of each after it was acknowledged. */
  async acknowledge() {
    const db = await openDatabase({ url: `sqlite:${file}` });
    print('begun');
    // Long, so that the log soon reaches the size of a checkpoint.
    const task = { title: 'acknowledged', description: 'x'.repeat(1_000) };
    const caller = async () => {
      for (;;) print((await db.unitOfWork(personId ?? '').tasks.create(task)).id);
    };
    await Promise.all([caller(), caller(), caller()]);
  },

  /** Completes all tasks of the person at once, and reopens them, as fast as it can. */
  async toggle() {
    const { tasks } = (await openDatabase({ url: `sqlite:${file}` })).unitOfWork(personId ?? '');
    const own = open().prepare<[], { id: number }>(
      `select id from task where user_id = '${personId}'`,
    );
    const ids = own.all().map((row) => row.id);
    print('begun');
    for (let completed = true; ; completed = !completed) await tasks.updateMany({ ids, completed });
  },

  /** Short transactions back to back, as from another program. */
  async write() {
    const database = open();
    database.exec('create table other (id integer primary key, note text)');
    const insert = database.prepare('insert into other (note) values (?)');
    const transaction = database.transaction(() => {
      for (let row = 0; row < 5; row += 1) insert.run('beside');
      database.exec('delete from other where id < (select max(id) from other) - 1000');
    });
    print('begun');
    for (; ; await yieldToEventLoop()) {
      for (let turn = 0; turn < 50; turn += 1) transaction.immediate();
    }
  },

  /** Overlapping reads without a gap: each transaction begins before the previous one ends. */
  async read() {
    let [one, other] = [open(), open()];
    const begin = (database: Sqlite.Database) => {
      database.exec('begin');
      database.prepare('select count(*) from task').get();
    };
    begin(one);
    print('begun');
    for (; ; [one, other] = [other, one]) {
      await sleep(40);
      begin(other);
      one.exec('commit');
    }
  },

  /** Reads and writes as a user other than root, who ignores permissions. Prints the results. */
  async tryBoth() {
    // Loads all modules first: that user may have no access to this checkout.
    await (await openDatabase({ url: 'sqlite::memory:' })).close();
    if (process.getuid?.() === 0) process.seteuid?.(nobody);
    print('begun');
    const db = await openDatabase({ url: `sqlite:${file}` });
    const { tasks } = db.unitOfWork(personId ?? '');
    const refusal = await tasks.create({ title: 'not possible' }).catch((error: unknown) => error);
    const { code, cause } = Object(refusal);
    print(JSON.stringify({ counts: await tasks.counts(), code, cause: cause?.code }));
    await db.close();
  },
};

await roles[role ?? '']?.();

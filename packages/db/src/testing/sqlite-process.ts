// A second process on an SQLite file, until it is killed or whoever started it has ended. Arguments:
// what it does, the file, and whose tasks. Its first line says that it has begun.
import { setTimeout as sleep, setImmediate as yieldToEventLoop } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { openDatabase } from '../open-database.ts';

const [role, file, personId] = process.argv.slice(2);
if (!file) throw new Error('usage: sqlite-process <role> <file> [person]');
const nobody = 65_534;
const say = (line: string | number) => process.stdout.write(`${line}\n`);
// Closed with the end of whoever started us, even by SIGKILL.
process.stdin
  .on('end', () => process.exit())
  .resume()
  .unref();
const open = () => new Sqlite(file, { timeout: 60_000 });

const roles: Record<string, () => Promise<void>> = {
  /** Makes tasks as fast as it can, and says the id of each that it was told is there. */
  async acknowledge() {
    const db = await openDatabase({ url: `sqlite:${file}` });
    say('begun');
    // Long, so that the log is soon long enough to be copied into the file.
    const task = { title: 'acknowledged', description: 'x'.repeat(1_000) };
    const caller = async () => {
      for (;;) say((await db.unitOfWork(personId ?? '').tasks.create(task)).id);
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
    say('begun');
    for (let completed = true; ; completed = !completed) await tasks.updateMany({ ids, completed });
  },

  /** Short transactions back to back, as another program would make them. */
  async write() {
    const database = open();
    database.exec('create table other (id integer primary key, note text)');
    const insert = database.prepare('insert into other (note) values (?)');
    const transaction = database.transaction(() => {
      for (let row = 0; row < 5; row += 1) insert.run('beside');
      database.exec('delete from other where id < (select max(id) from other) - 1000');
    });
    say('begun');
    for (; ; await yieldToEventLoop()) {
      for (let turn = 0; turn < 50; turn += 1) transaction.immediate();
    }
  },

  /** Never stops reading: a transaction begins before the one before it ends. */
  async read() {
    let [one, other] = [open(), open()];
    const begin = (database: Sqlite.Database) => {
      database.exec('begin');
      database.prepare('select count(*) from task').get();
    };
    begin(one);
    say('begun');
    for (; ; [one, other] = [other, one]) {
      await sleep(40);
      begin(other);
      one.exec('commit');
    }
  },

  /** Reads and writes as somebody who is not root, whom modes do not stop. Says what came of it. */
  async tryBoth() {
    // What is loaded at first use is loaded now: he may not enter this checkout.
    await (await openDatabase({ url: 'sqlite::memory:' })).close();
    if (process.getuid?.() === 0) process.seteuid?.(nobody);
    say('begun');
    const db = await openDatabase({ url: `sqlite:${file}` });
    const { tasks } = db.unitOfWork(personId ?? '');
    const refusal = await tasks.create({ title: 'not possible' }).catch((error: unknown) => error);
    const { code, cause } = Object(refusal);
    say(JSON.stringify({ counts: await tasks.counts(), code, cause: cause?.code }));
    await db.close();
  },
};

await roles[role ?? '']?.();

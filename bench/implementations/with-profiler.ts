// Imported before a program (`--import`): V8's profiler runs between two SIGUSR2, then writes its profile to
// the file in the `to` parameter of this module's URL.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';

const to = new URL(import.meta.url).searchParams.get('to') ?? '';
const session = new Session();
session.connect();
session.post('Profiler.enable');
process.once('SIGUSR2', () => {
  session.post('Profiler.start');
  process.once('SIGUSR2', () =>
    session.post('Profiler.stop', (_error, { profile }) =>
      writeFileSync(to, JSON.stringify(profile)),
    ),
  );
});

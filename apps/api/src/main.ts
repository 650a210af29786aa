// The process: reads the environment, starts the server, and stops it on a signal.
import { url as inspectorUrl } from 'node:inspector';
import { enableCompileCache } from 'node:module';
import { resolve } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import type { RunningServer } from './server.ts';

const root = resolve(import.meta.dirname, '../../..');
// `--page-url`: the address of the page where another server serves it, as in `pnpm dev`.
// `--page-folder`: another build of the page than `apps/web/dist`.
const { values: flags } = parseArgs({
  options: {
    'page-url': { type: 'string' },
    'page-folder': { type: 'string', default: 'apps/web/dist' },
  },
});
// In milliseconds. Under a debugger a call may wait at a breakpoint.
const debuggerTimeouts = { call: 3_600_000, statement: 3_600_000 };

// Keeps compiled code between starts, which then take two thirds of the time. A folder that cannot be written is
// ignored. It covers only what is imported after this call: hence the imports below.
enableCompileCache(resolve(root, 'node_modules/.cache/tydo'));
const { enableTracing, isProduction, readEnv } = await import('./env.ts');
const { describeStartError } = await import('./start-error.ts');
const { createLog } = await import('./log.ts');
const { startServer } = await import('./server.ts');

/** Standard output where a person reads it. */
const terminal = async () =>
  (await import('./terminal-log.ts')).terminalStream((text) => process.stdout.write(text));

try {
  const file = resolve(root, '.env');
  const env = readEnv(file);
  const isForPeople = process.stdout.isTTY && !isProduction(file);
  const log = createLog(env.LOG_LEVEL, isForPeople ? await terminal() : undefined);
  let server: RunningServer | undefined;
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    // During the start there is nothing to finish.
    Promise.resolve(server?.stop()).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));

  const pageFolder = resolve(root, flags['page-folder']);
  const isDebugged = inspectorUrl() !== undefined;
  if (isDebugged) log.warn('a debugger can attach: the time-out of calls is an hour');
  const timeouts = isDebugged ? { timeouts: debuggerTimeouts } : {};
  const traces = enableTracing(file);
  const tracing =
    traces && (await (await import('./observe/tracing.ts')).startTracing(traces, log));
  server = await startServer({ env, tracing, log, baseDir: root, pageFolder, ...timeouts });
  const { port, metricsPort, database } = server;
  log.info({ port, metricsPort, database }, 'listening');
  // For people, beside the log; on a terminal it stands out from the log's lines.
  const ready = `Tydo is ready: ${flags['page-url'] ?? server.url}`;
  const shown = process.stderr.isTTY ? styleText(['bold', 'green'], ready) : ready;
  process.stderr.write(`\n  ${shown}\n  Tasks are in ${server.database}\n\n`);
} catch (error) {
  process.stderr.write(`${describeStartError(error)}\n`);
  process.exit(1);
}

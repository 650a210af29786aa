// @ts-check
/** Child processes: signals are passed on to them, and none outlives this process. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { Stop, say } from './report.mjs';

/** The server has 10 s to end its requests; whatever is still there after that is killed. */
const KILL_AFTER_MS = 11_000;
const LOOK_FOR_PARENT_MS = 500;
const STILL_THERE_MS = 15_000;

const parent = process.ppid;
// npm and pnpm run this process through a shell that exits on SIGTERM without passing the signal on, so
// its exit counts as SIGTERM. Without npm there is no such shell, and `nohup … &` may outlive its parent.
const dependsOnParent = process.env['npm_lifecycle_event'] !== undefined;

/**
 * @typedef {object} Ending
 * @property {number} code the child's exit code; 128 + n when signal n ended it
 * @property {string} output what it printed, when that was kept
 * @property {NodeJS.Signals | undefined} stoppedBy the signal with which we were asked to stop
 */

/**
 * Runs a program to its end.
 * @param {string} command found on `env.PATH`
 * @param {string[]} args
 * @param {object} options
 * @param {string} options.cwd
 * @param {NodeJS.ProcessEnv} options.env
 * @param {boolean} [options.keepOutput] collect what it prints instead of showing it
 * @param {boolean} [options.toleratesRepeats] a second signal does not cut its clean end short
 * @returns {Promise<Ending>}
 * @throws the spawn's error, ENOENT for instance, when the program cannot be started
 */
export function run(command, args, { cwd, env, keepOutput, toleratesRepeats }) {
  return new Promise((resolve, reject) => {
    /** @type {import('node:child_process').StdioOptions} */
    const stdio = keepOutput ? ['ignore', 'pipe', 'pipe'] : 'inherit';
    const child = spawn(command, args, { cwd, env, stdio });
    const stopping = passSignalsOn(child, toleratesRepeats ?? false);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.once('error', (error) => {
      stopping.end();
      reject(error);
    });
    child.once('close', (code, signal) => {
      const stoppedBy = stopping.end();
      resolve({ code: code ?? exitCodeOf(signal), output, stoppedBy });
    });
  });
}

/**
 * Runs a step whose output matters only when it fails, and says every 15 s that it still runs.
 * @param {string} step what is being done, for the line
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<Ending>}
 * @throws {Stop} when we were asked to stop meanwhile
 */
export async function runQuietly(step, command, args, options) {
  const since = Date.now();
  const reminder = setInterval(() => {
    say(`still ${step} (${Math.round((Date.now() - since) / 1000)} s)`);
  }, STILL_THERE_MS);
  try {
    const ending = await run(command, args, { ...options, keepOutput: true });
    if (ending.stoppedBy) throw new Stop('', exitCodeOf(ending.stoppedBy));
    return ending;
  } finally {
    clearInterval(reminder);
  }
}

/**
 * The exit code that shells give a process ended by a signal.
 * @param {NodeJS.Signals | null} signal
 * @returns {number}
 */
export function exitCodeOf(signal) {
  return signal ? 128 + constants.signals[signal] : 1;
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {boolean} toleratesRepeats
 * @returns {{ end: () => NodeJS.Signals | undefined }} `end` tells which signal came, if any
 */
function passSignalsOn(child, toleratesRepeats) {
  /** @type {NodeJS.Signals | undefined} */
  let stoppedBy;
  /** @type {NodeJS.Timeout[]} */
  const timers = [];

  const terminate = () => {
    // Always SIGTERM: turbo's launcher swallows a SIGINT that was not typed at a terminal.
    child.kill('SIGTERM');
    timers.push(setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS));
  };
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    if (stoppedBy) return;
    stoppedBy = signal;
    // Ctrl-C has reached the child already, and turbo takes a second signal for "kill all at once".
    // A signal sent to this process only looks the same, so the child is stopped later in any case.
    const typed = signal === 'SIGINT' && hasTerminal() && !toleratesRepeats;
    if (typed) timers.push(setTimeout(terminate, KILL_AFTER_MS));
    else terminate();
  };

  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.on(signal, onSignal);
  if (dependsOnParent) {
    const look = () => process.ppid !== parent && onSignal('SIGTERM');
    timers.push(setInterval(look, LOOK_FOR_PARENT_MS));
  }
  return {
    end() {
      for (const signal of signals) process.off(signal, onSignal);
      for (const timer of timers) clearTimeout(timer);
      return stoppedBy;
    },
  };
}

function hasTerminal() {
  return [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
}

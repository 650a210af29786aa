// @ts-check
/** Makes `.env` on the first start of a checkout. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, Stop, say } from './report.mjs';

const configured = ['DATABASE_URL', 'BETTER_AUTH_SECRET', 'BETTER_AUTH_SECRETS'];

/**
 * Makes `.env` from `.env.example` with a random secret, mode 0600. Only where nothing is configured: a
 * deployment must never run with a secret that its operator did not choose.
 * @param {string} root the checkout
 * @param {NodeJS.ProcessEnv} env
 * @returns {boolean} whether it was made
 * @throws {Stop} when `.env.example` has no place for the secret
 */
export function makeEnvFile(root, env) {
  const file = join(root, '.env');
  const isSet = configured.some((name) => env[name]?.trim());
  if (env['NODE_ENV'] === 'production' || isSet || existsSync(file)) return false;
  const made = writeOnce(file, withSecret(readExample(root)));
  if (made) say('made .env from .env.example, with a secret of its own');
  return made;
}

/** @param {string} root */
function readExample(root) {
  const example = join(root, '.env.example');
  if (existsSync(example)) return readFileSync(example, 'utf8');
  throw new Stop('.env.example is missing: bring it back with `git checkout .env.example`.');
}

/** @param {string} example */
function withSecret(example) {
  const place = /^BETTER_AUTH_SECRET=[ \t]*$/m;
  if (!place.test(example)) {
    throw new Stop('.env.example has no empty `BETTER_AUTH_SECRET=`: bring that line back.');
  }
  return example.replace(place, `BETTER_AUTH_SECRET=${randomBytes(32).toString('base64url')}`);
}

/**
 * @param {string} file
 * @param {string} content
 * @returns {boolean} whether this call wrote it
 */
function writeOnce(file, content) {
  try {
    writeFileSync(file, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // Half a file would count as a configuration the next time.
    rmSync(file, { force: true });
    throw error;
  }
}

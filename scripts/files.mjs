// @ts-check
import { globSync } from 'node:fs';

/** What is installed, built or kept beside the sources; `.gitignore` has the same. */
const ignored =
  /(^|\/)(node_modules|dist|coverage|test-results|data|\.git|\.tools|\.turbo|\.env)$|\.tsbuildinfo$/;

/**
 * The files of the checkout that are kept in git, but those whose names begin with a dot. It does not ask
 * git: a checkout may be an archive without one.
 * @param {string} root
 * @returns {string[]} paths from there on, with `/`
 */
export const sourceFiles = (root) =>
  globSync('**', { cwd: root, exclude: (entry) => ignored.test(entry.name), withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(root.length + 1))
    .toSorted();

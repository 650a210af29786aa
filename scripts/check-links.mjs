// @ts-check
/** Part of `pnpm lint`: the files that documents link to, or name in backticks, exist. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { argv } from 'node:process';
import { sourceFiles } from './files.mjs';

/** `[text](path)`, but for the web and headings of the same document. */
const link = /\]\((?!\w+:|#)(?<name>[^)#\s]+)/g;
/** A file by its extension, a folder by its slash or by where it is. A beginning dot is not meant: `.tools/`. */
const path =
  /`(?<name>(?!\.)(?:[\w.@-]+\/)*[\w.@-]+(?:\.(?:tsx?|mjs|md|ya?ml)|\/)|(?:apps|docs|packages|scripts)\/[\w./-]+)`/g;
const codeBlock = /^```[\s\S]*?^```/gm;
/** Folders that are built, or that only a running Tydo has. */
const made = new Set(['data/', 'outbox/', 'node_modules/', 'apps/web/dist', 'e2e/screenshots/']);

/**
 * All links and names in documents that lead nowhere, a line each.
 * @param {string} root
 */
export function check(root) {
  const files = sourceFiles(root);
  // CONTRIBUTING names the files of a noun as `pnpm new-noun label` makes them.
  const paths = files.map((file) =>
    file.replace(/^scripts\/noun-template\/(.*)\.txt$/, '$1').replace(/^/, '/'),
  );
  const isFile = (/** @type {string} */ name) => paths.some((each) => each.endsWith(`/${name}`));
  const isFolder = (/** @type {string} */ name) => paths.some((each) => each.includes(`/${name}/`));
  const exists = (/** @type {string} */ name) =>
    made.has(name) || isFolder(name.replace(/\/$/, '')) || isFile(name);
  return files
    .filter((file) => /^(docs\/.*|[^/]*)\.md$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8').replace(codeBlock, (block) =>
        block.replace(/./g, ' '),
      );
      const isThere = (/** @type {string} */ name) => existsSync(join(root, dirname(file), name));
      const problems = [
        ...[...text.matchAll(link)].filter(({ groups }) => !isThere(groups?.['name'] ?? '')),
        ...[...text.matchAll(path)].filter(({ groups }) => !exists(groups?.['name'] ?? '')),
      ];
      return problems.map(({ groups, index }) => {
        const line = text.slice(0, index).split('\n').length;
        return `${file}:${line}: ${groups?.['name']} does not exist.`;
      });
    });
}

if (argv[1] === import.meta.filename) {
  const problems = check(resolve(import.meta.dirname, '..'));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}

// Vite plugin: leaves the descriptions of schemas out of the page. They are for the reference and for programs;
// in the first load they are 2.4 KB (gzip).
import type { Plugin } from 'vite';

const description = /z\.describe\(\s*(?:'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`),?\s*\)/g;

export function stripDescriptions(): Plugin {
  return {
    name: 'tydo:strip-descriptions',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!/packages\/schemas\/src\/[^/]+\.ts$/.test(id)) return undefined;
      return { code: code.replace(description, `z.describe('')`), map: null };
    },
  };
}

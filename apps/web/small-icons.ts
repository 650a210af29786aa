// Vite plugin: icons are made by `src/ui/create-icon.ts` instead of lucide's own code.
import { resolve } from 'node:path';
import type { Plugin } from 'vite';

export function smallIcons(): Plugin {
  return {
    name: 'tydo:small-icons',
    apply: 'build',
    enforce: 'pre',
    resolveId(source, importer) {
      const isMaker =
        source.endsWith('/createLucideIcon.mjs') && importer?.includes('lucide-react');
      return isMaker ? resolve(import.meta.dirname, 'src/ui/create-icon.ts') : undefined;
    },
  };
}

// Vite plugin: the browser loads the code of a signed-in page beside that of React, which asks for it later.
import type { Plugin } from 'vite';

const chunk = 'signed-in-page';

export function preloadPage(): Plugin {
  return {
    name: 'tydo:preload-page',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) =>
        Object.values(bundle)
          .filter(({ type, name }) => type === 'chunk' && name === chunk)
          .map(({ fileName }) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `/${fileName}` },
            injectTo: 'head',
          })),
    },
  };
}

import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { loadEnv, type ProxyOptions } from 'vite';
import { defineConfig } from 'vitest/config';
import { serviceWorker } from './list-build-files.ts';
import { preloadPage } from './preload-page.ts';
import { smallIcons } from './small-icons.ts';
import { stripDescriptions } from './strip-descriptions.ts';

const devPort = 5173;
const ownOrigins = new Set(
  ['localhost', '127.0.0.1', '[::1]'].map((host) => `http://${host}:${devPort}`),
);

/** Where the API listens: `PORT` of the environment or of `.env`, as the API itself reads it. */
const apiPortIn = (mode: string): string => {
  const root = resolve(import.meta.dirname, '../..');
  return loadEnv(mode, root, 'PORT')['PORT']?.trim() || '3000';
};

// The API accepts calls of its own origin only. A call of the dev server's own page is passed on as one;
// that of any other page keeps its Origin and is refused, as it would be in production.
const proxyTo = (apiPort: string): ProxyOptions => ({
  target: `http://127.0.0.1:${apiPort}`,
  configure(proxy) {
    proxy.on('proxyReq', (toServer, fromBrowser) => {
      const { origin } = fromBrowser.headers;
      if (origin === undefined || !ownOrigins.has(origin)) return;
      toServer.setHeader('origin', `http://localhost:${apiPort}`);
    });
  },
});

export default defineConfig(({ mode }) => {
  const api = proxyTo(apiPortIn(mode));
  return {
    plugins: [
      stripDescriptions(),
      smallIcons(),
      react(),
      tailwindcss(),
      preloadPage(),
      serviceWorker(),
    ],
    // Workers are built apart.
    worker: { plugins: () => [stripDescriptions()] },
    server: {
      port: devPort,
      strictPort: true,
      proxy: { '/trpc': api, '/api': api, '/mcp': api, '/feeds': api },
    },
    // The server's content security policy knows no inline scripts, styles or data: fonts.
    build: { assetsInlineLimit: 0, modulePreload: { polyfill: false } },
    test: { environment: 'node', include: ['src/**/*.test.ts', '*.test.ts'], isolate: false },
  };
});

import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import type { ProxyOptions } from 'vite';
import { defineConfig } from 'vitest/config';

const apiPort = 3000;
const devPort = 5173;
const apiOrigin = `http://localhost:${apiPort}`;
const ownOrigins = new Set(
  ['localhost', '127.0.0.1', '[::1]'].map((host) => `http://${host}:${devPort}`),
);

// The API answers to its own origin alone. A call of the dev server's own page is passed on as one;
// that of any other page keeps its Origin and is refused, as it would be in production.
const toApi: ProxyOptions = {
  target: `http://127.0.0.1:${apiPort}`,
  configure(proxy) {
    proxy.on('proxyReq', (toServer, fromBrowser) => {
      const { origin } = fromBrowser.headers;
      if (origin !== undefined && ownOrigins.has(origin)) toServer.setHeader('origin', apiOrigin);
    });
  },
};

export default defineConfig({
  plugins: [react(), tailwindcss()],
  server: { port: devPort, strictPort: true, proxy: { '/trpc': toApi, '/api': toApi } },
  // The server's content security policy knows no inline scripts, styles or data: fonts.
  build: { assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  test: { environment: 'node', include: ['src/**/*.test.ts'], isolate: false },
});

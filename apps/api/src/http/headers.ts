import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

/**
 * Security headers, the same on every answer: the page runs its own scripts and styles and nothing
 * else. A list and no middleware, because Node answers some requests before any middleware sees them.
 *
 * @param https whether the page is served over https.
 */
export function securityHeaders({ https }: { https: boolean }): Headers {
  const answer = new ServerResponse(new IncomingMessage(new Socket()));
  const write = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: https,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
  write(answer.req, answer, () => {});
  return new Headers(
    Object.entries(answer.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
}

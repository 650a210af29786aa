import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

/**
 * The security headers of every response. The content security policy allows only the page's own scripts and
 * styles. Not a middleware, because some responses are sent without Express.
 *
 * @param https whether the page is served over https.
 */
export function securityHeaders({ https }: { https: boolean }): Headers {
  const res = new ServerResponse(new IncomingMessage(new Socket()));
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
  write(res.req, res, () => {});
  return new Headers(
    Object.entries(res.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
}

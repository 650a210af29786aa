// Several handlers as one. Express puts a layer around each, and a call of tRPC would meet ten of them:
// they cost more than what they run (docs/decisions/0014-speed.md).
import type { RequestHandler } from 'express';

/** The same as to give Express these handlers, one after the other. */
export const inOrder =
  (...handlers: RequestHandler[]): RequestHandler =>
  (req, res, leave) => {
    const run = (place: number): void => {
      const handler = handlers[place];
      if (!handler) return leave();
      const next = (error?: unknown) => (error === undefined ? run(place + 1) : leave(error));
      try {
        const running: unknown = handler(req, res, next);
        if (running instanceof Promise) running.catch(leave);
      } catch (error) {
        leave(error);
      }
    };
    run(0);
  };

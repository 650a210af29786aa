import { once } from 'node:events';
import { createServer } from 'node:http';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { expect, test } from 'vitest';
import { inOrder } from './in-order.ts';

const goOn: RequestHandler = (_req, _res, next) => next();
const goOnLater: RequestHandler = async (_req, _res, next) => {
  await Promise.resolve();
  next();
};
const answer: RequestHandler = (_req, res) => void res.end('answered');
const fails = new Error('failed');

const chains: Record<string, RequestHandler[]> = {
  'all go on, and the last answers': [goOn, goOnLater, goOn, answer],
  'one answers before the last': [goOn, answer, () => expect.unreachable()],
  'nobody answers': [goOn, goOnLater],
  'one passes an error on': [goOnLater, (_req, _res, next) => next(fails), answer],
  'one throws': [
    goOn,
    () => {
      throw fails;
    },
    answer,
  ],
  'one rejects, later': [goOnLater, () => Promise.reject(fails), answer],
  'one passes nothing on as an error': [(_req, _res, next) => next(null), goOn, answer],
  'one throws nothing': [
    () => {
      throw undefined;
    },
    answer,
  ],
  'one rejects with nothing': [() => Promise.reject(), answer],
  'chains in a chain': [inOrder(goOn, goOnLater), inOrder(), inOrder(goOn, answer)],
  'a chain in a chain fails': [inOrder(goOnLater, () => Promise.reject(fails)), answer],
};

test.each(Object.entries(chains))('%s: as with Express alone', async (_name, handlers) => {
  const told = await Promise.all([answerOf(handlers), answerOf([inOrder(...handlers)])]);
  expect(told[1]).toBe(told[0]);
});

async function answerOf(handlers: RequestHandler[]): Promise<string> {
  const onError: ErrorRequestHandler = (error, _req, res, _next) => void res.end(String(error));
  const app = express();
  app.use('/', ...handlers);
  const onNothing: RequestHandler = (_req, res) => void res.end('passed on');
  app.use(onNothing, onError);
  await using server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const { port } = typeof address === 'object' && address !== null ? address : { port: 0 };
  return await (await fetch(`http://127.0.0.1:${port}`)).text();
}

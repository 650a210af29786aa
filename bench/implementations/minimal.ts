// A minimal server with accounts: Express and Better Auth, nothing of Tydo's.
import { toNodeHandler } from 'better-auth/node';
import express from 'express';
import { createAuth } from './documented/auth.ts';

const { DATABASE_URL: url = '', BETTER_AUTH_SECRET: secret = '', PORT: port } = process.env;
const auth = createAuth(url, secret);
const app = express();
app.all('/api/auth/{*any}', toNodeHandler(auth));
app.get('/readyz', (_req, res) => {
  res.json({});
});
app.listen(Number(port), '127.0.0.1');

// Hostile requests to Better Auth's endpoints.
import { betterAuth } from 'better-auth';
import { bearer } from 'better-auth/plugins/bearer';
import fc from 'fast-check';
import { twoStepSignIn } from '../../account/plugins/two-factor.ts';
import { authorization, get, json, oneOf, post, utf8 } from './bytes.ts';
import { malformed } from './json.ts';

/** From Better Auth itself, so that the endpoints of later versions are included. */
const endpoints = Object.values(
  betterAuth({
    secret: crypto.randomUUID(),
    baseURL: 'http://localhost',
    emailAndPassword: { enabled: true },
    plugins: [twoStepSignIn, bearer()],
  }).api,
).flatMap((endpoint) => ('path' in endpoint && endpoint.path ? [endpoint.path] : []));
const accountFields: [string, string][] = [
  ['email', '"ann@example.com"'],
  ['password', '"password"'],
  ['name', '"Ann"'],
  ['image', 'null'],
  ['callbackURL', '"/"'],
  ['redirectTo', '"/"'],
  ['token', '"x"'],
  ['newPassword', '"password"'],
  ['currentPassword', '"password"'],
  ['provider', '"google"'],
  ['providerId', '"google"'],
  ['newEmail', '"bob@example.com"'],
  ['code', '"123456"'],
  ['challenge', '"x.y"'],
];
export const account = fc
  .tuple(
    fc.constantFrom(...endpoints),
    fc.constantFrom('GET', 'POST', 'POST', 'POST'),
    fc.subarray(accountFields).chain(malformed),
    fc.constantFrom([], [authorization]),
    oneOf('|?token=x|?callbackURL=//evil.example|?callbackURL=%00|?error=%3Cx'),
  )
  .map(([endpoint, verb, body, headers, odd]) => {
    const where = `/api/auth${endpoint.replace(/:\w+/, 'x')}${odd}`;
    return {
      bytes: verb === 'GET' ? get(where, ...headers) : post(where, utf8(body), json, ...headers),
    };
  });

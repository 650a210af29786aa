import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { changeSession, fetchSession, sessionState, watchSession } from './session.ts';

const person = { id: 'ann', name: 'Ann', email: 'ann@example.com', emailVerified: true };
const signedIn = (token: string) => Response.json({ session: { token }, user: person });

/** What the server answers, in order; the last one again and again. */
let answers: (() => Response | Promise<Response>)[] = [];
let calls = 0;

beforeEach(() => {
  answers = [];
  calls = 0;
  sessionState.set(() => ({ session: undefined, hasFailed: false, isSignUpClosed: false }));
  vi.stubGlobal('fetch', async () => {
    calls += 1;
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (!answer) throw new TypeError('There is no network.');
    return answer();
  });
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('navigator', { onLine: true });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('the answer says who is signed in; 401 and an answer without a session say that nobody is', async () => {
  answers = [() => signedIn('one')];
  await fetchSession();
  expect(sessionState.get()).toEqual({
    session: { token: 'one', person },
    hasFailed: false,
    isSignUpClosed: false,
  });
  for (const nobody of [new Response('', { status: 401 }), Response.json(null)]) {
    answers = [() => nobody];
    await fetchSession();
    expect(sessionState.get()).toEqual({ session: null, hasFailed: false, isSignUpClosed: false });
  }
});

test('the answer says whether sign-up is closed, which stays known without an answer', async () => {
  answers = [() => Response.json(null, { headers: { 'X-Tydo-Sign-Up': 'closed' } })];
  await fetchSession();
  answers = [];
  await fetchSession();
  const closed = { session: null, isSignUpClosed: true };
  expect(sessionState.get()).toEqual({ ...closed, hasFailed: true });
});

test('without an answer, what was known stays', async () => {
  answers = [() => signedIn('one')];
  await fetchSession();
  const { session } = sessionState.get();
  answers = [];
  await fetchSession();
  expect(sessionState.get()).toEqual({ session, hasFailed: true, isSignUpClosed: false });
  answers = [() => new Response('', { status: 503 })];
  await fetchSession();
  expect(sessionState.get()).toEqual({ session, hasFailed: true, isSignUpClosed: false });
  // The same object: nothing is rendered again.
  answers = [() => signedIn('one')];
  await fetchSession();
  expect(sessionState.get().session).toBe(session);
});

test('the answer of an earlier call does not count after a later one began', async () => {
  const early = Promise.withResolvers<Response>();
  answers = [() => early.promise, () => signedIn('late')];
  const first = fetchSession();
  await fetchSession();
  early.resolve(signedIn('early'));
  await first;
  expect(sessionState.get().session?.token).toBe('late');
});

test('a tab asks at once, when another tab has changed the session, and when it is looked at after a while', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  answers = [() => signedIn('one')];
  const stop = watchSession();
  expect(calls).toBe(1);
  // What is new enough is not asked again.
  document.dispatchEvent(new Event('visibilitychange'));
  expect(calls).toBe(1);
  vi.advanceTimersByTime(6_000);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(calls).toBe(2);
  const other = new BroadcastChannel('tydo.session');
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has none.
  other.postMessage('changed');
  await expect.poll(() => calls).toBe(3);
  const heard = new Promise((resolve) => {
    other.addEventListener('message', resolve, { once: true });
  });
  changeSession();
  await heard;
  expect(calls).toBe(4);
  stop();
  vi.advanceTimersByTime(6_000);
  window.dispatchEvent(new Event('online'));
  expect(calls).toBe(4);
  other.close();
});

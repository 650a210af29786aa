import { expect, test } from 'vitest';
import { createToasts } from './toasts.ts';

function setUp() {
  const toasts = createToasts();
  const messages = () => toasts.list.get().map(({ message }) => message);
  return { toasts, messages };
}

test('a new message takes the place of the one before', () => {
  const { toasts, messages } = setUp();
  toasts.show({ message: 'one' });
  toasts.show({ message: 'two' });
  expect(messages()).toEqual(['two']);
});

test('an error stays on top, and the newest of what comes meanwhile waits', () => {
  const { toasts, messages } = setUp();
  toasts.show({ message: 'broken', isError: true });
  toasts.show({ message: 'one' });
  toasts.show({ message: 'two' });
  expect(messages()).toEqual(['two', 'broken']);
  toasts.dismiss(1);
  expect(messages()).toEqual(['two']);
});

test('an error takes away what was said before: it may not be true any more', () => {
  const { toasts, messages } = setUp();
  toasts.show({ message: 'broken', isError: true });
  toasts.show({ message: 'Completed “Milk”' });
  toasts.show({ message: '“Milk” was not changed', isError: true });
  expect(messages()).toEqual(['“Milk” was not changed']);
});

import { expect, test } from 'vitest';
import { createToasts } from './toasts.ts';

function setUp() {
  const toasts = createToasts();
  const messages = () => toasts.list.get().map(({ message }) => message);
  return { toasts, messages };
}

test('a new message replaces the one before', () => {
  const { toasts, messages } = setUp();
  toasts.show({ message: 'one' });
  toasts.show({ message: 'two' });
  expect(messages()).toEqual(['two']);
});

test('a new message is on top, and an error waits below it', () => {
  const { toasts, messages } = setUp();
  toasts.show({ message: 'broken', isError: true });
  toasts.show({ message: 'one' });
  toasts.show({ message: 'two' });
  expect(messages()).toEqual(['broken', 'two']);
  toasts.dismiss(3);
  expect(messages()).toEqual(['broken']);
});

test('an error replaces the messages before it, which may no longer be true', () => {
  const { toasts, messages } = setUp();
  toasts.show({ message: 'broken', isError: true });
  toasts.show({ message: 'Completed “Milk”' });
  toasts.show({ message: '“Milk” was not changed', isError: true });
  expect(messages()).toEqual(['“Milk” was not changed']);
});

// `unit.feed`: what a calendar feed reads.
import type { ScopeProvider } from '../scope.ts';
import { type FeedInput, type FeedTasks, feedTasks } from './feed-tasks.ts';

export class Feed {
  readonly #read: ScopeProvider['read'];

  constructor({ read }: ScopeProvider) {
    this.#read = read;
  }

  /** Open tasks, nearest due first, and those that were done lately. */
  tasks(input: FeedInput): Promise<FeedTasks> {
    return this.#read((scope) => feedTasks(scope, input));
  }

  /** The number of the person's latest operation; 0 where there is none. */
  head(): Promise<number> {
    return this.#read(async ({ journal }) => (await journal().head().executeTakeFirst())?.seq ?? 0);
  }
}

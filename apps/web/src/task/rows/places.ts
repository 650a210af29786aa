// Where tasks can be moved to: the Inbox, lists, and their sections.
import { taskViews } from '@tydo/replica/tydo/task-views';
import type { Place } from './arrange.ts';

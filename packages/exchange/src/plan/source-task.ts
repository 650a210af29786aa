import type { RuleFrom } from '@tydo/rules/recurrence';

/** When a task is to be done, as a reader found it. Texts that are no date, or no rule, become lines of the description. */
export interface SourceSchedule {
  due?: string | undefined;
  start?: string | undefined;
  deadline?: string | undefined;
  rule?: string | undefined;
  ruleFrom?: RuleFrom | undefined;
  anchor?: string | undefined;
  occurrence?: string | undefined;
  /** The source's own words, where they mean no rule of ours. */
  repeats?: string | undefined;
}

/** A task as a reader found it. */
export interface SourceTask extends SourceSchedule {
  row: number;
  /** The text of its row: an id is made of it where the source has none. */
  key: string;
  /** The source's own id as our uid, where it has one. */
  uid?: string | undefined;
  /** Its name in this file, and that of its parent. */
  id?: string | undefined;
  parentId?: string | undefined;
  title: string;
  description?: string | undefined;
  /** Lines of the description after it: fields without a place, as `Duration: 30 minute`. */
  lines?: readonly string[] | undefined;
  /** Lines after those. */
  comments?: readonly string[] | undefined;
  /** Ids of the plan's rows. */
  listId?: string | undefined;
  sectionId?: string | undefined;
  labelIds?: readonly string[] | undefined;
  priority?: number | undefined;
  completed?: boolean | undefined;
  /** Timestamps. */
  completedAt?: string | undefined;
  createdAt?: string | undefined;
  seriesUid?: string | undefined;
}

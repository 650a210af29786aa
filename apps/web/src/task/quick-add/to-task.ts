import { fold } from '@tydo/rules/fold';
import { labelLimits } from '@tydo/schemas/label';
import type { NewTask } from '../use-task-actions.ts';
import type { Known, Reading } from './reading.ts';

interface Made {
  task: NewTask;
  /** Labels to be made with it. */
  newLabels: { id: string; name: string }[];
}

/** Of these names, those that no label has: new labels are made of them, as many as a person can have. */
export function newNames(names: readonly string[], labels: Known['labels']) {
  const isKnown = (name: string) => labels.some((label) => fold(label.name) === fold(name));
  const unknown = names.filter((name) => !isKnown(name));
  const room = Math.max(0, labelLimits.count - labels.length);
  return { made: unknown.slice(0, room), tooMany: unknown.slice(room) };
}

/** What to create of a reading. @param target where it goes, and what it has, where the text does not say. */
export function toTask(
  reading: Reading,
  target: Omit<NewTask, 'title'>,
  { lists, sections, labels }: Known,
  newId: () => string,
): Made {
  const { title, list, section, priority, due, start, deadline, rule, ruleFrom } = reading;
  const { listId, sectionId, labelIds = [], ...others } = target;
  const named = lists.find(({ name }) => name === list);
  const inNamed = named?.id ?? listId ?? null;
  const homonyms = sections.filter(({ name }) => name === section);
  const home = homonyms.find((one) => one.listId === inNamed) ?? homonyms[0];
  const place = home
    ? { listId: home.listId, sectionId: home.id }
    : named
      ? { listId: named.id }
      : { ...(listId !== undefined && { listId }), ...(sectionId != null && { sectionId }) };
  const isNamed = (name: string) => (label: { name: string }) => fold(label.name) === fold(name);
  const names = reading.labels ?? [];
  const newLabels = newNames(names, labels).made.map((name) => ({ id: newId(), name }));
  const ids = names.flatMap((name) => {
    const label = labels.find(isNamed(name)) ?? newLabels.find(isNamed(name));
    return label ? [label.id] : [];
  });
  const allLabels = [...new Set([...labelIds, ...ids])];
  return {
    newLabels,
    task: {
      ...others,
      ...place,
      title,
      ...(allLabels.length > 0 && { labelIds: allLabels }),
      ...(priority !== undefined && { priority }),
      ...(due !== undefined && { due }),
      ...(start !== undefined && { start }),
      ...(deadline !== undefined && { deadline }),
      ...(rule !== undefined && { rule }),
      ...(ruleFrom !== undefined && { ruleFrom }),
    },
  };
}

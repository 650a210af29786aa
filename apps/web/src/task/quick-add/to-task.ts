import { fold } from '@tydo/rules/fold';
import type { NewTask } from '../use-task-actions.ts';
import type { Known, Reading } from './reading.ts';

interface Made {
  task: NewTask;
  /** Labels to be made with it. */
  newLabels: { id: string; name: string }[];
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
  const newLabels: Made['newLabels'] = [];
  const ids = (reading.labels ?? []).map((name) => {
    const found = labels.find((label) => fold(label.name) === fold(name));
    if (found) return found.id;
    const made = { id: newId(), name };
    newLabels.push(made);
    return made.id;
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

import { useEffect, useMemo, useState } from 'react';
import { useDayClock } from '../dates/use-day-clock.ts';
import { firstScreen } from '../lib/first-screen.ts';
import { newId } from '../sync/new-id.ts';
import { useSettings } from '../sync/use-settings.ts';
import { useView } from '../sync/use-view.ts';
import type { Marks } from './quick-add/marks.ts';
import type { PastedList } from './quick-add/read-lines.ts';
import type { NewTask } from './use-task-actions.ts';

const load = () => import('./quick-add/quick-add.tsx');

type Code = Awaited<ReturnType<typeof load>>;

let loaded: Code | undefined;

/**
 * What a text for a new task means. Its code is loaded when the first screen is there.
 *
 * @param hasPlace of a subtask, which is where its parent is: names of lists and sections are text.
 */
export function useQuickAdd(text: string, { hasPlace = false } = {}) {
  const [code, setCode] = useState(loaded);
  const [decided, setDecided] = useState<Marks>();
  const clock = useDayClock();
  const settings = useSettings();
  const { rows: lists, version: listsVersion } = useView({
    noun: 'list',
    where: { archivedAt: null },
  });
  const { rows: sections, version: sectionsVersion } = useView({ noun: 'section' });
  const { rows: labels, version: labelsVersion } = useView({ noun: 'label' });

  useEffect(() => {
    let isHere = true;
    async function loadCode() {
      await firstScreen;
      loaded ??= await load();
      if (isHere) setCode(loaded);
    }
    // Without a network, a text is a title.
    loadCode().catch(() => undefined);
    return () => {
      isHere = false;
    };
  }, []);

  const context = useMemo(
    () => ({
      clock,
      settings,
      known: {
        lists: hasPlace ? [] : [...lists],
        sections: hasPlace ? [] : [...sections],
        labels: [...labels],
      },
    }),
    // The arrays stay the same ones while they change.
    // oxlint-disable-next-line react/exhaustive-deps
    [
      clock,
      settings,
      hasPlace,
      lists,
      sections,
      labels,
      listsVersion,
      sectionsVersion,
      labelsVersion,
    ],
  );
  const now = useMemo(() => {
    if (!code || text === '') return undefined;
    const marks = code.editedMarks(decided ?? { text, ignored: [], others: new Set() }, text);
    const reading = code.readText(marks, context);
    const chips = code.chipsOf(reading, marks, context);
    const { unknown: _places, ...placed } = reading;
    const unknown = code.unknownWords(hasPlace ? placed : reading, context.known);
    return { marks, reading, chips, unknown };
  }, [code, text, decided, context, hasPlace]);

  return {
    code,
    now,
    known: context.known,
    clock,
    decide: setDecided,
    /** A list that is pasted. Before the code is here, its text goes into the field. */
    readPasted: (clip: string, target: Omit<NewTask, 'title'>): PastedList | undefined =>
      code?.readPasted(clip, target, context, newId),
    /** The marks follow the text while it is typed. */
    follow: (next: string) =>
      setDecided(now && code && next !== '' ? code.editedMarks(now.marks, next) : undefined),
  };
}

import type { Pattern, TimeWords } from '../language.ts';
import { phrase } from '../match.ts';

const halfDay = 12 * 60;
const before = '(?:(?:due )?(?:at|by) )?';

export const times: Pattern<TimeWords>[] = [
  phrase(
    `${before}(1[0-2]|0?[1-9])(?:[:.]([0-5]\\d))?\\s*([ap])\\.?m\\.?`,
    (hour, minute = '0', half = '') => ({
      minute: (Number(hour) % 12) * 60 + Number(minute) + (/p/i.test(half) ? halfDay : 0),
      exact: true,
    }),
  ),
  phrase(`${before}([01]?\\d|2[0-3]):([0-5]\\d)`, (hour, minute) => ({
    minute: Number(hour) * 60 + Number(minute),
    exact: false,
  })),
  // At 1 to at 6 is the afternoon, at 7 to at 12 is as said; both are doubts.
  phrase('(?:due )?at ([01]?\\d|2[0-3])', (group) => {
    const hour = Number(group);
    const doubt = hour > 0 && hour <= 12;
    return { minute: hour * 60 + (doubt && hour < 7 ? halfDay : 0), exact: !doubt, doubt };
  }),
  phrase(`${before}noon`, () => ({ minute: halfDay, exact: true })),
  phrase(`${before}midnight`, () => ({ minute: 0, exact: true })),
];

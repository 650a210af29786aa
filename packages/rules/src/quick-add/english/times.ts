import type { Pattern, TimeWords } from '../language.ts';
import { phrase } from './words.ts';

const halfDay = 12 * 60;
const before = '(?:(?:due )?(?:at|by) )?';

export const times: Pattern<TimeWords>[] = [
  phrase(
    `${before}(?<hour>1[0-2]|0?[1-9])(?:[:.](?<minute>[0-5]\\d))?\\s*(?<half>[ap])\\.?m\\.?`,
    ({ hour, minute = '0', half = '' }) => ({
      minute: (Number(hour) % 12) * 60 + Number(minute) + (/p/i.test(half) ? halfDay : 0),
      exact: true,
      doubt: false,
    }),
  ),
  phrase(`${before}(?<hour>[01]?\\d|2[0-3]):(?<minute>[0-5]\\d)`, ({ hour, minute }) => ({
    minute: Number(hour) * 60 + Number(minute),
    exact: false,
    doubt: false,
  })),
  // At 1 to at 6 is the afternoon, at 7 to at 12 is as said; both are doubts.
  phrase('(?:due )?at (?<hour>[01]?\\d|2[0-3])', ({ hour }) => {
    const said = Number(hour);
    const doubt = said >= 1 && said <= 12;
    return { minute: said * 60 + (doubt && said < 7 ? halfDay : 0), exact: !doubt, doubt };
  }),
  phrase(`${before}noon`, () => ({ minute: halfDay, exact: true, doubt: false })),
  phrase(`${before}midnight`, () => ({ minute: 0, exact: true, doubt: false })),
];

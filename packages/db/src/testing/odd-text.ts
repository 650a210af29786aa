// Text that the engines could treat differently: of all scripts, and at the limits.
import { taskLimits } from '@tydo/schemas/task';
import fc from 'fast-check';

// Letters whose length or context changes with their case.
const cased = 'aAßẞſiIİıσςΣŉǰΐΰևﬁﬃǅǄǆᾳᾼῼΩKÅéжЖჟჇაᲐⴀႠꭰᎠᏸᏰ𐐨𐐀𞤢𞤀';
// Marks, joiners, direction, no-break space, unassigned, private and noncharacter code points.
const invisible =
  '\u0301\u0307\u0345\u200b\u200d\u00ad\ufeff\u202e\u2066\u00a0\u0378\ue000\ufdd0\uffff\u{1fffe}\u{10ffff}\u{e0001}';
const plain = 'ab x😀👩🏽‍🚀%_\\\'"`$?:;\u0001\u007f';
const oneLine = fc.constantFrom(...Array.from(cased + invisible + plain));
const lineBreak = fc.constantFrom('\n', '\r', '\t', '\u0085', '\u2028', '\u2029');
// Refused by the schemas.
const unstorable = fc.constantFrom('\0', '\ud83d', '\ude00', '\ude00\ud83d');

const of = (unit: fc.Arbitrary<string> | 'binary' | 'grapheme', maxLength = 12) =>
  fc.string({ unit, minLength: 1, maxLength });
const short = fc.oneof(
  { weight: 12, arbitrary: of(oneLine) },
  { weight: 5, arbitrary: of('binary') },
  { weight: 2, arbitrary: of('grapheme', 5) },
  { weight: 2, arbitrary: of(fc.oneof(oneLine, lineBreak)) },
  { weight: 1, arbitrary: of(fc.oneof(oneLine, unstorable)) },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '\u200b') },
);

/** One letter repeated: one below, at, or one above the limit; perhaps with white space around it. */
const atLimit = (limit: number) =>
  fc
    .tuple(
      fc.constantFrom('x', 'é', 'ß', 'ŉ', '字', '😀', '𐐨'),
      fc.constantFrom(-1, 0, 1),
      fc.constantFrom('', ' ', '\u3000\t'),
    )
    .map(([unit, more, space]) => space + unit.repeat(limit + more) + space);

const upTo = (limit: number) =>
  fc.oneof({ weight: 12, arbitrary: short }, { weight: 1, arbitrary: atLimit(limit) });

export const titleText = upTo(taskLimits.title);
export const descriptionText = upTo(taskLimits.description);
export const searchText = upTo(taskLimits.search);

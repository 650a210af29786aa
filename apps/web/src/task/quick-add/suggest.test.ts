import { expect, test } from 'vitest';
import { namesFor, tokenAt, withName } from './suggest.ts';

const row = (name: string) => ({ createdAt: '', updatedAt: '', rank: 'g', id: name, name });
const list = (name: string) => ({ ...row(name), color: null, archivedAt: null });
const known = {
  lists: [list('Home'), list('Work at home')],
  sections: [{ ...row('Kitchen'), listId: 'Home' }],
  labels: [row('phone')],
};

/** Names for what is typed before the `|`. */
function names(typed: string) {
  const caret = typed.indexOf('|');
  const token = tokenAt(typed.replace('|', ''), caret);
  return token && namesFor(token, known);
}

test('names are offered for a sign that begins a word, best first', () => {
  expect(names('Fix tap #hom|')).toEqual(['Home', 'Work at home']);
  expect(names('#"work|')).toEqual(['Work at home']);
  expect(names('@| tomorrow')).toEqual(['phone']);
  expect(names('/kit|')).toEqual(['Kitchen']);
  expect(names('#home|')).toEqual([]);
  expect(names('bo@phon|')).toBeUndefined();
  expect(names('and/or|')).toBeUndefined();
  expect(names('#hom tap|')).toBeUndefined();
});

test('a name takes the place of what was typed, in quotes where it has blanks', () => {
  const take = (text: string, caret: number, name: string) => {
    const token = tokenAt(text, caret);
    return token && withName(text, token, name);
  };
  expect(take('Fix #ho tomorrow', 7, 'Home')).toEqual({ text: 'Fix #Home tomorrow', caret: 10 });
  expect(take('Fix #"wo', 8, 'Work at home')).toEqual({
    text: 'Fix #"Work at home" ',
    caret: 20,
  });
});

// The English language pack of quick add and filters (DOMAIN §10). Only this file and its folder know
// English.
import { dates } from './english/dates.ts';
import { counts, rules } from './english/rules.ts';
import { times } from './english/times.ts';
import type { Language } from './language.ts';
import { sticky } from './match.ts';

export const english: Language = {
  dates,
  times,
  rules,
  counts,
  prefixes: {
    due: sticky('(?:due:? )?(?:on|by) |due(?::\\s*| )'),
    from: sticky('(?:starting(?: on| from)?|from) '),
    until: sticky('(?:until|till) '),
    deadline: sticky('deadline:\\s*'),
    start: sticky('start:\\s*'),
  },
};

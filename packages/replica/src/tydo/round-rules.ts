// What needs recurrence. Loaded late: late-rules.ts.
export { laterRounds } from '@tydo/rules/later-rounds';
export { ruleProblem } from '@tydo/rules/recurrence';
export { completeRound, skipRound, updateInTree } from '@tydo/rules/round';

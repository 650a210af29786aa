// Recurring tasks: rules as RFC 5545's RRULE, evaluated on wall-clock numbers (DOMAIN §5).
export { nextRound, type Round, type RuleFrom } from './recurrence/next-round.ts';
export { occurrences } from './recurrence/occurrences.ts';
export { ruleProblem } from './recurrence/rule-problem.ts';
export { ruleText } from './recurrence/rule-text.ts';

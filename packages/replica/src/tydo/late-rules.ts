// The rules of filters: most people have none, so they are not in the first load.
type FilterRules = typeof import('./filter-rules.ts');

let rules: FilterRules | undefined;

export async function loadLateRules(): Promise<void> {
  rules ??= await import('./filter-rules.ts');
}

/** Undefined until they are loaded; a command asks `see.isLateHere` first, so that it is applied again then. */
export const lateRules = (): FilterRules | undefined => rules;

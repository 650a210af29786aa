interface Issues {
  issues: readonly { path: readonly PropertyKey[]; message: string }[];
}

/** The first error of each of these fields, from the issues that a schema found. */
export function fieldErrors<Field extends string>(
  { issues }: Issues,
  fields: readonly Field[],
): { [field in Field]?: string } {
  const found: { [field in Field]?: string } = {};
  for (const field of fields) {
    const message = issues.find(({ path }) => path[0] === field)?.message;
    if (message !== undefined) found[field] = message;
  }
  return found;
}

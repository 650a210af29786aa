interface Issues {
  issues: readonly { path: readonly PropertyKey[]; message: string }[];
}

/** The first thing that is wrong with each field, of what a schema found. */
export function fieldErrors({ issues }: Issues): { title?: string; description?: string } {
  const first = (field: string) => issues.find(({ path }) => path[0] === field)?.message;
  const title = first('title');
  const description = first('description');
  return {
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
  };
}

import { type List, useView } from '../sync/use-view.ts';

/** The lists that are not archived, in their order. */
export const useLists = (): readonly List[] =>
  useView({ noun: 'list', where: { archivedAt: null } }).rows;

/** The archived lists, in their order. */
export function useArchivedLists(): readonly List[] {
  const { rows } = useView({ noun: 'list' });
  return rows.filter(({ archivedAt }) => archivedAt !== null);
}

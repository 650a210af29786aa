import { lateForm } from '../ui/late-form.tsx';

/** A filter's name, query and colour. It comes with the language of filters. */
export const FilterForm = lateForm(() => import('./filter-form.tsx'));

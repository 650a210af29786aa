import { lateForm } from '../ui/late-form.tsx';

/** A name and a colour, in place. */
export const NameForm = lateForm(() => import('./name-form.tsx'));

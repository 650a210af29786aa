// `npm test` tries the same cases each time, so that it is never red by chance; `test:long` tries others.
import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 1 });

// @ts-check
/** Each folder or file, with what it may import: the table that `check-imports.mjs` reads. */

/**
 * "Room" is short for: a folder or file, with what it may import. A file belongs to the room with the longest
 * path that contains it, else to `.`. A room may import itself, what it contains, and what is listed: rooms of
 * the same tree with their contents (`*` for all), and exports of other packages (`@tydo/db`;
 * `@tydo/schemas/*`; with `type` before it, only its types). No two rooms may import each other. Tests and
 * `testing/` may import anything.
 * @typedef {Record<string, readonly string[]>} Rooms
 *
 * @typedef {object} Tree
 * @property {readonly string[]} packages what all its rooms may import of other packages
 * @property {Rooms} [rooms] without it there is one room
 * @property {RegExp} [forbidden] libraries that it may not import
 * @property {readonly string[]} [known] imports against the direction that are still there: `file > file`
 */

/** Only packages/db may import these. */
const databases = /^(@mikro-orm\/|kysely($|\/)|pg($|\/)|better-sqlite3($|\/))/;
/** For the page: what the engine tells of rows and operations. */
const replicaTypes = ['disk', 'entry', 'model'].map((name) => `type @tydo/replica/${name}`);
/** The views and counts of tasks, by name. */
const replicaViews = ['@tydo/replica/tydo/task-views', '@tydo/replica/tydo/rounds-ahead'];
/** For the typed clients: of the API they import only the type. */
const apiType = 'type @tydo/api/router';

// Of packages/db: what all of it stands on, and what nouns have in common.
const ground = [
  'errors.ts',
  'parse-input.ts',
  'chunks.ts',
  'uid.ts',
  'cursor.ts',
  'yield-to-event-loop.ts',
  'owner-filter.ts',
  'dialect',
  'connection',
  'statement',
];
const nouns = ['noun.ts', 'own-rows.ts', 'row-finder.ts', 'noun-statements.ts'];

// Nouns whose rows have an order.
const ordered = [
  ...ground,
  ...nouns,
  'scope.ts',
  'columns.ts',
  'ordered-rows.ts',
  'write-result.ts',
];

/** @type {Record<string, Tree>} */
export const trees = {
  'packages/schemas/src': {
    packages: [],
    forbidden: new RegExp(`${databases.source}|^zod($|/v)`),
  },
  'packages/rules/src': {
    packages: ['@tydo/schemas/*'],
    forbidden: new RegExp(`${databases.source}|^node:`),
  },
  'packages/db/src': {
    packages: ['@tydo/schemas/*', '@tydo/rules/*'],
    rooms: {
      'errors.ts': [],
      'parse-input.ts': ['errors.ts'],
      'chunks.ts': [],
      'uid.ts': [],
      'cursor.ts': ['errors.ts'],
      'owner-filter.ts': [],
      'yield-to-event-loop.ts': [],
      dialect: [],
      connection: ['dialect', 'errors.ts'],
      statement: ['connection', 'dialect', 'errors.ts'],
      postgres: ['connection', 'dialect', 'errors.ts', 'statement'],
      sqlite: ['connection', 'dialect', 'errors.ts', 'statement'],
      'noun.ts': ground,
      'own-rows.ts': [...ground, 'noun.ts'],
      'row-finder.ts': [...ground, 'noun.ts', 'own-rows.ts'],
      'noun-statements.ts': [...ground, 'noun.ts', 'own-rows.ts'],
      // The entities and what they need, apart from their folders: `entities.ts` lists them for all.
      'account/attempt.entity.ts': ground,
      'account/user.entity.ts': ground,
      'account/tombstone.ts': ground,
      'operation/operation.entity.ts': [
        ...ground,
        'account/tombstone.ts',
        'noun.ts',
        'schema/sql-placeholders.ts',
      ],
      'task/search.ts': ground,
      'task/derived-uid.ts': ground,
      'schema/sql-placeholders.ts': [],
      'task/task.entity.ts': [
        ...ground,
        'columns.ts',
        'noun.ts',
        'schema/sql-placeholders.ts',
        'task/search.ts',
        'task/derived-uid.ts',
      ],
      'task/own-tasks.ts': [...ground, ...nouns, 'task/task.entity.ts'],
      'task/resolve-ids.ts': [
        ...ground,
        ...nouns,
        'task/own-tasks.ts',
        'task/task.entity.ts',
        'task/derived-uid.ts',
      ],
      'task/task-label.entity.ts': [...ground, 'columns.ts'],
      'task/task-labels.ts': [...ground, ...nouns, 'task/task-label.entity.ts'],
      'task/descendants.ts': [
        ...ground,
        ...nouns,
        'task/own-tasks.ts',
        'task/task.entity.ts',
        'task/derived-uid.ts',
      ],
      'task/undo-places.ts': [
        ...ground,
        ...nouns,
        'section/section.entity.ts',
        'task/descendants.ts',
        'task/resolve-ids.ts',
        'task/task.entity.ts',
      ],
      'columns.ts': [],
      'list/list.entity.ts': [...ground, 'noun.ts', 'columns.ts'],
      'section/section.entity.ts': [...ground, 'noun.ts', 'columns.ts'],
      'label/label.entity.ts': [...ground, 'noun.ts', 'columns.ts'],
      'filter/filter.entity.ts': [...ground, 'noun.ts', 'columns.ts'],
      'settings/settings.entity.ts': [...ground, 'noun.ts'],
      'label/label-with-name.ts': [...ground, ...nouns, 'label/label.entity.ts'],
      'entities.ts': [
        'list/list.entity.ts',
        'section/section.entity.ts',
        'label/label.entity.ts',
        'label/label-with-name.ts',
        'filter/filter.entity.ts',
        'settings/settings.entity.ts',
        ...ground,
        ...nouns,
        'task/resolve-ids.ts',
        'account/attempt.entity.ts',
        'account/user.entity.ts',
        'operation/operation.entity.ts',
        'task/task.entity.ts',
        'task/task-label.entity.ts',
        'task/zone-data.entity.ts',
        'task/task-labels.ts',
        'task/undo-places.ts',
      ],
      'account/sessions.ts': ground,
      'account/list-person-ids.ts': ground,
      'internals.ts': [...ground, ...nouns, 'account/sessions.ts', 'entities.ts', 'sync/heads.ts'],
      'scope.ts': [...ground, ...nouns, 'entities.ts', 'internals.ts'],
      schema: ground,
      operation: [...ground, ...nouns, 'entities.ts', 'scope.ts'],
      'export.ts': ['entities.ts', 'noun.ts', 'scope.ts'],
      'orm.ts': [...ground, 'entities.ts', 'operation', 'schema', 'task/search.ts'],
      task: [
        ...ground,
        ...nouns,
        'schema',
        'scope.ts',
        'list',
        'section',
        'label',
        'filter',
        'settings',
        'write-result.ts',
      ],
      'write-result.ts': ['scope.ts'],
      'ordered-rows.ts': [...ground, ...nouns, 'scope.ts'],
      // Renaming a list, section or label changes filters.
      'filter/filter-rows.ts': [...ordered, 'filter/filter.entity.ts'],
      'filter/rename-in-filters.ts': [
        ...ordered,
        'filter/filter.entity.ts',
        'filter/filter-rows.ts',
      ],
      // Deleting a list, section or label changes tasks.
      'task/tasks-of.ts': [...ground, ...nouns, 'task/own-tasks.ts', 'task/task-labels.ts'],
      'task/leave-holder.ts': [
        ...ground,
        ...nouns,
        'scope.ts',
        'task/tasks-of.ts',
        'task/task.entity.ts',
      ],
      'task/day-views.ts': [
        ...ground,
        ...nouns,
        'scope.ts',
        'task/own-tasks.ts',
        'task/open-lists.ts',
        'task/task.entity.ts',
      ],
      'section/section-rows.ts': [...ordered, 'section/section.entity.ts'],
      list: [
        ...ordered,
        'filter/rename-in-filters.ts',
        'section/section.entity.ts',
        'section/section-rows.ts',
        'task/leave-holder.ts',
        'task/own-tasks.ts',
        // Its counts have those of Today.
        'task/day-views.ts',
        'settings',
      ],
      section: [
        ...ordered,
        'filter/rename-in-filters.ts',
        'list/list.entity.ts',
        'task/leave-holder.ts',
      ],
      label: [...ordered, 'filter/rename-in-filters.ts', 'task/leave-holder.ts'],
      filter: [...ordered, 'list/list-rows.ts', 'section/section-rows.ts', 'label/label-rows.ts'],
      settings: [...ground, ...nouns, 'scope.ts', 'write-result.ts'],
      'sync/heads.ts': ground,
      sync: [...ground, ...nouns, 'scope.ts'],
      'unit-of-work.ts': [
        'list',
        'section',
        'label',
        'filter',
        'settings',
        ...ground,
        'own-rows.ts',
        'export.ts',
        'operation',
        'scope.ts',
        'sync',
        'task',
      ],
      'database.ts': [
        ...ground,
        'account/list-person-ids.ts',
        'internals.ts',
        'operation',
        'scope.ts',
        'unit-of-work.ts',
      ],
      'open-database.ts': [
        'list',
        'section',
        'label',
        'filter',
        'settings',
        ...ground,
        'database.ts',
        'export.ts',
        'operation',
        'orm.ts',
        'postgres',
        'schema',
        'scope.ts',
        'sqlite',
        'task',
        'unit-of-work.ts',
      ],
      account: [...ground, 'database.ts', 'entities.ts', 'internals.ts', 'schema'],
      backup: ['connection', 'errors.ts', 'sqlite'],
    },
    // The types that verbs see name types of the journal, whose verbs see them.
    known: [
      'scope.ts > operation/load-changes-to-undo.ts',
      'scope.ts > operation/journal-reader.ts',
      'scope.ts > operation/idempotency.ts',
      'scope.ts > operation/bulk-rows.ts',
    ],
  },
  'packages/client/src': { packages: ['@tydo/schemas/*', apiType], forbidden: databases },
  'packages/client/examples': { packages: ['@tydo/client'], forbidden: databases },
  'packages/replica/src': {
    packages: ['@tydo/schemas/*', '@tydo/rules/*'],
    forbidden: databases,
    // The engine knows no noun: only `tydo` does.
    rooms: {
      'model.ts': [],
      'chunk-of-text.ts': [],
      'view-spec.ts': ['model.ts'],
      'names-in.ts': ['model.ts'],
      tydo: ['model.ts', 'chunk-of-text.ts', 'view-spec.ts', 'names-in.ts', apiType],
      '.': ['model.ts', 'chunk-of-text.ts', 'view-spec.ts', 'names-in.ts'],
      'open.ts': ['*'],
    },
  },
  'packages/example-job/src': {
    packages: ['@tydo/schemas/*', '@tydo/db'],
    forbidden: databases,
  },
  'apps/api/src': {
    packages: ['@tydo/schemas/*', '@tydo/rules/*', '@tydo/db'],
    forbidden: databases,
    rooms: {
      'log.ts': [],
      'env.ts': [],
      'start-error.ts': ['log.ts'],
      errors: [],
      concurrency: ['errors'],
      http: ['errors', 'log.ts'],
      mail: ['env.ts', 'log.ts'],
      'account/better-auth-adapter.ts': [],
      'account/password.ts': [],
      'account/session': ['account/better-auth-adapter.ts', '@tydo/db/auth-database'],
      'account/limits': ['concurrency', 'errors', 'http', '@tydo/db/auth-database'],
      'account/plugins': ['account/password.ts', 'http', 'mail', '@tydo/db/auth-database'],
      account: ['concurrency', 'errors', 'http', 'mail', 'log.ts', '@tydo/db/auth-database'],
      trpc: ['account', 'concurrency', 'errors', 'http'],
      operation: ['trpc'],
      sync: ['trpc'],
      task: ['trpc'],
      list: ['trpc'],
      section: ['trpc'],
      label: ['trpc'],
      filter: ['trpc'],
      settings: ['trpc'],
      'router.ts': [
        'list',
        'section',
        'label',
        'filter',
        'settings',
        'operation',
        'sync',
        'task',
        'trpc',
      ],
      // What all faces are made from: the procedures of a router.
      faces: ['trpc'],
      '.': ['*'],
      reference: ['env.ts', 'faces', 'router.ts', 'server.ts', 'trpc'],
      seed: ['account', 'concurrency', 'env.ts', 'log.ts', 'start-error.ts'],
      backup: ['env.ts', 'start-error.ts', '@tydo/db/backup', '@tydo/db/restore'],
    },
  },
  'apps/web/src': {
    packages: ['@tydo/schemas/*', '@tydo/rules/*'],
    forbidden: databases,
    rooms: {
      lib: [],
      ui: ['lib'],
      'app/styles.css': [],
      kit: ['app/styles.css', 'ui'],
      sync: ['lib', '@tydo/replica', '@tydo/replica/*', apiType],
      dates: ['lib', 'sync', 'ui'],
      account: ['dates', 'lib', 'sync', 'ui'],
      ordered: ['lib', 'sync', 'ui'],
      list: ['lib', 'ordered', 'sync', 'ui', ...replicaViews],
      section: ['lib', 'ordered', 'sync', 'ui'],
      label: ['lib', 'ordered', 'sync', 'ui', ...replicaViews],
      filter: ['lib', 'ordered', 'sync', 'ui'],
      task: [
        'dates',
        'filter',
        'label',
        'lib',
        'list',
        'ordered',
        'section',
        'sync',
        'ui',
        ...replicaTypes,
        ...replicaViews,
      ],
      keys: ['lib', 'list', 'ordered', 'sync', 'task', 'ui', ...replicaViews],
      app: [
        'account',
        'dates',
        'filter',
        'keys',
        'label',
        'lib',
        'list',
        'sync',
        'task',
        'ui',
        ...replicaViews,
      ],
    },
  },
  e2e: {
    packages: [
      '@tydo/schemas/*',
      '@tydo/api/testing',
      '@tydo/api/testing/*',
      '@tydo/web/list-build-files',
      '@tydo/web/start-dev-server',
    ],
    forbidden: databases,
  },
};

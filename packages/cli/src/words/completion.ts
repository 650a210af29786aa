import type { Run } from '../context.ts';
import { optionOf, UsageError } from '../errors.ts';
import { commandOf } from '../help.ts';
import { fieldsOf, readProcedures } from '../procedures.ts';
import { words } from '../words.ts';

/** What may follow the words before it: `''`, `task`, `task create`. */
function candidates(): Map<string, string[]> {
  const procedures = readProcedures();
  const nouns = new Set(procedures.map(({ path }) => path.split('.')[0] ?? ''));
  const next = new Map<string, string[]>([['', [...Object.keys(words), ...nouns]]]);
  for (const [name, { usage }] of Object.entries(words))
    next.set(name, usage.match(/--[a-z-]+/g) ?? []);
  for (const procedure of procedures) {
    const [noun = '', verb = ''] = commandOf(procedure).split(' ');
    next.set(noun, [...(next.get(noun) ?? []), verb]);
    next.set(
      `${noun} ${verb}`,
      Object.keys(fieldsOf(procedure)).map((name) => `--${optionOf(name)}`),
    );
  }
  return next;
}

/** Prints a script for the shell. */
export const completion: Run = (args, { io }) => {
  const [shell = ''] = args;
  const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
  if (!script) throw new UsageError('Name a shell: bash, zsh or fish.');
  io.stdout.write(script([...candidates()]));
  return Promise.resolve();
};

type Candidates = [string, string[]][];

const cases = (all: Candidates): string =>
  all.map(([before, next]) => `    '${before}') words='${next.join(' ')}' ;;`).join('\n');

const bash = (all: Candidates): string => `_tydo() {
  local words before="\${COMP_WORDS[*]:1:COMP_CWORD-1}"
  case "$before" in
${cases(all)}
    *) case "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" in
${cases(all)}
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _tydo tydo
`;

const scripts: Record<string, (all: Candidates) => string> = {
  bash,
  zsh: (all) => `#compdef tydo\nautoload -U +X bashcompinit && bashcompinit\n${bash(all)}`,
  fish: (all) =>
    all
      .flatMap(([before, next]) => {
        const condition =
          before === ''
            ? '__fish_is_nth_token 1'
            : `string match -q -- 'tydo ${before}*' (commandline -pc | string collect)`;
        return next.map((word) => `complete -c tydo -f -n "${condition}" -a '${word}'\n`);
      })
      .join(''),
};

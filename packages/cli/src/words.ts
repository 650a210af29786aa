// The commands for people, each loaded when it is called.
import type { Run } from './context.ts';

export interface Word {
  usage: string;
  summary: string;
  load: () => Promise<Run>;
}

export const words: Readonly<Record<string, Word>> = {
  add: {
    usage: 'add <text…>',
    summary: 'Adds a task: add "Call Bo tomorrow 9am #Home @phone p1"',
    load: async () => (await import('./words/add.ts')).add,
  },
  ls: {
    usage: 'ls [text…] [--all] [--done]',
    summary: 'Lists open tasks; --all follows pages, --done lists the done ones',
    load: async () => (await import('./words/ls.ts')).ls,
  },
  show: {
    usage: 'show <id>',
    summary: 'Shows a task',
    load: async () => (await import('./words/tasks.ts')).show,
  },
  edit: {
    usage: 'edit <id> [--title … --due … --no-description …]',
    summary: 'Changes a task; its options are those of "task update"',
    load: async () => (await import('./words/tasks.ts')).edit,
  },
  done: {
    usage: 'done <id…>',
    summary: 'Completes tasks',
    load: async () => (await import('./words/tasks.ts')).done,
  },
  reopen: {
    usage: 'reopen <id…>',
    summary: 'Opens tasks again',
    load: async () => (await import('./words/tasks.ts')).reopen,
  },
  rm: {
    usage: 'rm <id…>',
    summary: 'Deletes tasks with all that is under them',
    load: async () => (await import('./words/tasks.ts')).rm,
  },
  undo: {
    usage: 'undo [operation…]',
    summary: 'Takes back operations, last to first; without one, the latest',
    load: async () => (await import('./words/undo.ts')).undo,
  },
  log: {
    usage: 'log [--limit n] [--cursor …]',
    summary: 'Lists what was done, newest first',
    load: async () => (await import('./words/log.ts')).log,
  },
  import: {
    usage:
      'import <file|-> [--from F] [--dry-run] [--zone Z] [--list NAME] [--map column=field…] [--undo ID]',
    summary: 'Imports tasks of Todoist, TickTick, Taskwarrior, todo.txt, iCalendar, CSV or Tydo',
    load: async () => (await import('./words/import.ts')).importFile,
  },
  export: {
    usage: 'export [--as tydo|csv|todo.txt|ics|taskwarrior] [--out FILE] [--force]',
    summary: 'Writes all tasks to a file',
    load: async () => (await import('./words/export.ts')).exportFile,
  },
  login: {
    usage: 'login [--url U]',
    summary: 'Reads a token from stdin and keeps it',
    load: async () => (await import('./words/login.ts')).login,
  },
  logout: {
    usage: 'logout [--url U] [--revoke]',
    summary: 'Forgets the token; --revoke ends it too',
    load: async () => (await import('./words/login.ts')).logout,
  },
  whoami: {
    usage: 'whoami',
    summary: 'Shows the account and the token',
    load: async () => (await import('./words/login.ts')).whoami,
  },
  mcp: {
    usage: 'mcp',
    summary: 'Connects an assistant: stdin and stdout with /mcp, line by line',
    load: async () => (await import('./words/mcp.ts')).mcp,
  },
  completion: {
    usage: 'completion <bash|zsh|fish>',
    summary: 'Prints the completion of a shell',
    load: async () => (await import('./words/completion.ts')).completion,
  },
};

// Ten days of a person in Berlin, with the night of 28 March 2027 and the end of that month: what they do, and
// what they expect to see.

export type ActName = 'tick' | 'skip' | 'undo' | 'look' | 'postpone to tue' | 'move all to today';

/** What is done to a task, and what the page and the server then say: "done", or when it is due. */
export interface Act {
  task: string;
  act: ActName;
  /** How the person would call it: "late", "early". */
  how?: string;
  shows: string;
  due: string | null;
}

export interface Moment {
  /** On the clock of Berlin. */
  at: string;
  isOffline?: boolean;
  overdue: string[];
  today: string[];
  acts: Act[];
}

/** Typed into the field for a new task on 24 March, 8:00. */
export const typed = [
  'Pills every day 9:00',
  'Bins every weekday',
  'Filter every! 3 days',
  'Rent every 31st',
  'Wages every last workday',
  'Review every last fri',
  'Gym every mon and thu 18:00',
  'Ada birthday every 28 mar',
  'Course every day starting 26 mar for 3 times',
  'Drops every 12 hours until 30 mar',
  'Night watch every day 2:30',
  'Clean every sat',
];

/** What other programs make: a fixed zone, a month without a 31st, subtasks. */
export const made = [
  {
    title: 'Call',
    due: '2027-03-25T09:00[America/New_York]',
    rule: 'FREQ=WEEKLY;BYDAY=TH',
  },
  { title: 'Invoice', due: '2027-03-31', rule: 'FREQ=MONTHLY;BYMONTHDAY=31' },
];
export const subtasksOf = {
  parent: 'Clean',
  tasks: [
    { title: 'Vacuum', due: '2027-03-27' },
    { title: 'Plants', due: '2027-03-27', rule: 'FREQ=WEEKLY;BYDAY=SA' },
  ],
};

type Line = [task: string, act: ActName, how: string, shows: string, due: string | null];
const acts = (...lines: Line[]): Act[] =>
  lines.map(([task, act, how, shows, due]) => ({ task, act, how, shows, due }));

/** What the tasks are due at first. */
export const begin = acts(
  ['Pills', 'look', 'as typed', 'Today, 9:00', '2027-03-24T09:00'],
  ['Bins', 'look', 'as typed', 'Today', '2027-03-24'],
  ['Filter', 'look', 'as typed', 'Today', '2027-03-24'],
  ['Rent', 'look', 'as typed', 'Wed 31 Mar', '2027-03-31'],
  ['Wages', 'look', 'as typed', 'Wed 31 Mar', '2027-03-31'],
  ['Review', 'look', 'as typed', 'Fri 26 Mar', '2027-03-26'],
  ['Gym', 'look', 'as typed', 'Tomorrow, 18:00', '2027-03-25T18:00'],
  ['Ada birthday', 'look', 'as typed', 'Sun 28 Mar', '2027-03-28'],
  ['Course', 'look', 'as typed', 'Fri 26 Mar', '2027-03-26'],
  ['Drops', 'look', 'as typed', 'Today, 20:00', '2027-03-24T20:00'],
  ['Night watch', 'look', 'as typed', 'Tomorrow, 2:30', '2027-03-25T02:30'],
  ['Clean', 'look', 'as typed', 'Sat 27 Mar', '2027-03-27'],
  ['Call', 'look', 'as made', 'Tomorrow, 9:00 (New York)', '2027-03-25T09:00[America/New_York]'],
);

export const week: Moment[] = [
  {
    at: '2027-03-24T21:00+01:00',
    overdue: ['Drops', 'Pills'],
    today: ['Bins', 'Filter'],
    acts: acts(
      ['Pills', 'tick', 'in the evening', 'Tomorrow, 9:00', '2027-03-25T09:00'],
      ['Bins', 'tick', 'in time', 'Tomorrow', '2027-03-25'],
      ['Drops', 'tick', 'an hour late', 'Tomorrow, 8:00', '2027-03-25T08:00'],
    ),
  },
  {
    at: '2027-03-25T08:30+01:00',
    overdue: ['Drops', 'Filter', 'Night watch'],
    today: ['Bins', 'Call', 'Gym', 'Pills'],
    acts: acts(
      ['Filter', 'tick', 'a day late', 'Sun 28 Mar', '2027-03-28'],
      ['Night watch', 'tick', 'late', 'Tomorrow, 2:30', '2027-03-26T02:30'],
      ['Gym', 'tick', 'early', 'Mon 29 Mar, 18:00', '2027-03-29T18:00'],
      ['Gym', 'undo', '', 'Today, 18:00', '2027-03-25T18:00'],
      ['Drops', 'skip', '', 'Today, 20:00', '2027-03-25T20:00'],
    ),
  },
  {
    at: '2027-03-25T21:00+01:00',
    overdue: ['Call', 'Drops', 'Gym', 'Pills'],
    today: ['Bins'],
    acts: acts(
      ['Pills', 'tick', 'in the evening', 'Tomorrow, 9:00', '2027-03-26T09:00'],
      [
        'Call',
        'tick',
        'in time',
        'Thu 1 Apr, 9:00 (New York)',
        '2027-04-01T09:00[America/New_York]',
      ],
      ['Gym', 'tick', 'in time', 'Mon 29 Mar, 18:00', '2027-03-29T18:00'],
    ),
  },
  {
    at: '2027-03-26T08:30+01:00',
    isOffline: true,
    overdue: ['Bins', 'Drops', 'Night watch'],
    today: ['Course', 'Pills', 'Review'],
    acts: acts(
      ['Bins', 'tick', 'a day late', 'Mon 29 Mar', '2027-03-29'],
      ['Review', 'tick', 'in time', 'Fri 30 Apr', '2027-04-30'],
      ['Course', 'tick', 'in time', 'Tomorrow', '2027-03-27'],
      ['Night watch', 'tick', 'late', 'Tomorrow, 2:30', '2027-03-27T02:30'],
      ['Drops', 'tick', 'late', 'Today, 20:00', '2027-03-26T20:00'],
      ['Drops', 'undo', '', 'Yesterday, 20:00', '2027-03-25T20:00'],
      ['Drops', 'tick', 'late', 'Today, 20:00', '2027-03-26T20:00'],
    ),
  },
  {
    at: '2027-03-27T21:00+01:00',
    overdue: ['Drops', 'Night watch', 'Pills'],
    today: ['Clean', 'Course', 'Plants', 'Vacuum'],
    acts: acts(
      ['Vacuum', 'tick', 'a subtask', 'done', null],
      ['Clean', 'tick', 'its parent', 'Sat 3 Apr', '2027-04-03'],
      ['Vacuum', 'look', 'opened by its parent', 'Sat 3 Apr', '2027-04-03'],
      ['Plants', 'look', 'a subtask with a rule', 'Today', '2027-03-27'],
      ['Plants', 'tick', 'in time', 'Sat 3 Apr', '2027-04-03'],
      ['Course', 'tick', 'in time', 'Tomorrow', '2027-03-28'],
      ['Pills', 'tick', 'two rounds late', 'Tomorrow, 9:00', '2027-03-28T09:00'],
      ['Drops', 'tick', 'two rounds late', 'Tomorrow, 8:00', '2027-03-28T08:00'],
      ['Night watch', 'tick', 'late', 'Tomorrow, 2:30', '2027-03-28T02:30'],
    ),
  },
  // 2:30 is skipped in this night: it is 3:30.
  {
    at: '2027-03-28T03:10+02:00',
    overdue: [],
    today: ['Ada birthday', 'Course', 'Drops', 'Filter', 'Night watch', 'Pills'],
    acts: acts(['Night watch', 'look', 'in the skipped hour', 'Today, 2:30', '2027-03-28T02:30']),
  },
  {
    at: '2027-03-28T10:00+02:00',
    overdue: ['Drops', 'Night watch', 'Pills'],
    today: ['Ada birthday', 'Course', 'Filter'],
    acts: acts(
      ['Ada birthday', 'tick', 'in time', 'Tue 28 Mar 2028', '2028-03-28'],
      ['Course', 'tick', 'its last round', 'done', null],
      ['Course', 'undo', '', 'Today', '2027-03-28'],
      ['Course', 'tick', 'its last round', 'done', null],
      ['Night watch', 'tick', 'in time', 'Tomorrow, 2:30', '2027-03-29T02:30'],
      ['Pills', 'tick', 'in time', 'Tomorrow, 9:00', '2027-03-29T09:00'],
      ['Drops', 'tick', 'in time', 'Today, 20:00', '2027-03-28T20:00'],
      ['Filter', 'postpone to tue', '', 'Tue 30 Mar', '2027-03-30'],
    ),
  },
  {
    at: '2027-03-29T21:00+02:00',
    overdue: ['Drops', 'Gym', 'Night watch', 'Pills'],
    today: ['Bins'],
    acts: acts(
      ['Gym', 'tick', 'in time', 'Thu 1 Apr, 18:00', '2027-04-01T18:00'],
      ['Bins', 'tick', 'in time', 'Tomorrow', '2027-03-30'],
      ['Bins', 'tick', 'a day early', 'Wed 31 Mar', '2027-03-31'],
      ['Drops', 'tick', 'two rounds late', 'Tomorrow, 8:00', '2027-03-30T08:00'],
      ['Pills', 'skip', '', 'Tomorrow, 9:00', '2027-03-30T09:00'],
    ),
  },
  {
    at: '2027-03-30T21:00+02:00',
    overdue: ['Drops', 'Night watch', 'Pills'],
    today: ['Filter'],
    acts: acts(
      ['Filter', 'tick', 'counted from today', 'Fri 2 Apr', '2027-04-02'],
      ['Drops', 'tick', 'after its last round', 'done', null],
      ['Rent', 'tick', 'a day early', 'Fri 30 Apr', '2027-04-30'],
      ['Pills', 'tick', 'in the evening', 'Tomorrow, 9:00', '2027-03-31T09:00'],
    ),
  },
  {
    at: '2027-03-31T21:00+02:00',
    overdue: ['Night watch', 'Pills'],
    today: ['Bins', 'Invoice', 'Wages'],
    acts: acts(
      ['Wages', 'tick', 'in time', 'Fri 30 Apr', '2027-04-30'],
      ['Invoice', 'tick', 'in time', 'Mon 31 May', '2027-05-31'],
      ['Bins', 'tick', 'in time', 'Tomorrow', '2027-04-01'],
      ['Night watch', 'tick', 'three rounds late', 'Tomorrow, 2:30', '2027-04-01T02:30'],
    ),
  },
  {
    at: '2027-04-01T08:30+02:00',
    isOffline: true,
    overdue: ['Night watch', 'Pills'],
    today: ['Bins', 'Call', 'Gym'],
    acts: acts(
      ['Call', 'tick', 'early', 'Thu 8 Apr, 9:00 (New York)', '2027-04-08T09:00[America/New_York]'],
      ['Gym', 'tick', 'early', 'Mon 5 Apr, 18:00', '2027-04-05T18:00'],
    ),
  },
  {
    at: '2027-04-02T08:30+02:00',
    overdue: ['Bins', 'Night watch', 'Pills'],
    today: ['Filter'],
    acts: acts(
      ['Pills', 'move all to today', '', 'Today, 9:00', '2027-04-02T09:00'],
      ['Night watch', 'look', 'its time has passed', 'Today', '2027-04-02'],
      ['Bins', 'tick', 'a day late', 'Mon 5 Apr', '2027-04-05'],
      ['Pills', 'tick', 'two rounds late', 'Today, 9:00', '2027-04-02T09:00'],
      ['Night watch', 'tick', 'two rounds late', 'Tomorrow, 2:30', '2027-04-03T02:30'],
    ),
  },
];

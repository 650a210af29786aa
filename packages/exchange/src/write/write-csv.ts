import type { ExchangeRows, Written } from '../export-format.ts';
import { csvColumns } from '../formats/csv.ts';
import { csvRow, guardFormula } from '../text/csv.ts';
import { LossCounter, namedTasks } from './rows.ts';

const end = '\r\n';

/** A table with a row a task. */
export function writeCsv(rows: ExchangeRows): Written {
  const lost = new LossCounter();
  const lines = namedTasks(rows).map(({ task, list, section, labels }) => {
    lost.add('where a rule is counted from', task.rule !== null && task.anchor !== task.due);
    const cells: Record<(typeof csvColumns)[number], string> = {
      uid: task.uid,
      title: task.title,
      description: task.description ?? '',
      completed: String(task.completed),
      completedAt: task.completedAt ?? '',
      list: list ?? '',
      section: section ?? '',
      labels: labels.map((name) => (name.includes(';') ? `"${name}"` : name)).join(';'),
      priority: String(task.priority),
      due: task.due ?? '',
      start: task.start ?? '',
      deadline: task.deadline ?? '',
      rule: task.rule ?? '',
      ruleFrom: task.rule === null ? '' : task.ruleFrom,
      parent: task.parentUid ?? '',
      createdAt: task.createdAt,
    };
    return csvRow(csvColumns.map((name) => guardFormula(cells[name])));
  });
  lost.add('filters', rows.filters.length > 0);
  return {
    text: [csvRow(csvColumns), ...lines].map((line) => line + end).join(''),
    lost: lost.lost,
  };
}

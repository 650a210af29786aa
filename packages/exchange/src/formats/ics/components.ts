import { exchangeLimits } from '../../limits.ts';
import type { ContentLine } from './content-lines.ts';

/** A VTODO, and what is left out of the file. */
export interface Component {
  line: number;
  kind: string;
  properties: ContentLine[];
  /** The alarms in it. */
  alarms: number;
}

export interface Calendar {
  name: string | undefined;
  components: Component[];
  /** Zones by the names that the calendar gives them. */
  zones: Map<string, string>;
}

/** The calendars of a file, each with its components but for the zones. */
export function readCalendars(lines: Iterable<ContentLine>): Calendar[] {
  const calendars: Calendar[] = [];
  let calendar: Calendar | undefined;
  let component: Component | undefined;
  /** The components inside of the component. */
  let depth = 0;
  for (const line of lines) {
    const kind = line.value.trim().toUpperCase();
    if (line.name === 'BEGIN' && kind === 'VCALENDAR') {
      calendar = { name: undefined, components: [], zones: new Map() };
      calendars.push(calendar);
      component = undefined;
    } else if (line.name === 'BEGIN' && component) {
      depth += 1;
      component.alarms += Number(kind === 'VALARM');
    } else if (line.name === 'BEGIN') {
      component = { line: line.line, kind, properties: [], alarms: 0 };
      depth = 0;
    } else if (line.name === 'END' && depth > 0) {
      depth -= 1;
    } else if (line.name === 'END') {
      if (component) close(calendar, component);
      component = undefined;
    } else if (component && depth === 0) {
      if (component.properties.length < exchangeLimits.columns) component.properties.push(line);
    } else if (!component && calendar && line.name === 'X-WR-CALNAME') {
      calendar.name = line.value;
    }
  }
  return calendars;
}

function close(calendar: Calendar | undefined, component: Component): void {
  if (component.kind !== 'VTIMEZONE') {
    calendar?.components.push(component);
    return;
  }
  const valueOf = (name: string) =>
    component.properties.find((property) => property.name === name)?.value.trim();
  const [id, location] = [valueOf('TZID'), valueOf('X-LIC-LOCATION')];
  if (id !== undefined && location !== undefined) calendar?.zones.set(id, location);
}

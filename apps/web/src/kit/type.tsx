import { Sample } from './sample.tsx';

const sizes = {
  '2xl, a screen’s title': 'text-2xl font-semibold',
  xl: 'text-xl font-semibold',
  'lg, a section’s title': 'text-lg font-semibold',
  'base, tasks and controls': 'text-base',
  'sm, what is said beside them': 'text-sm text-muted',
  'xs, numbers and chips': 'text-xs text-muted',
};

export function Type() {
  return (
    <Sample name="Type">
      {Object.entries(sizes).map(([name, look]) => (
        <p key={name} className={look}>
          {name}
        </p>
      ))}
    </Sample>
  );
}

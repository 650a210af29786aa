import { ColorDot } from '../ui/color-dot.tsx';
import { listColors, listColorText } from '../ui/list-colors.ts';
import { Row, Sample } from './sample.tsx';

const backgrounds = {
  surface: 'bg-surface',
  sunken: 'bg-sunken',
  raised: 'bg-raised',
  hover: 'bg-hover',
  selected: 'bg-selected',
};

const washes = {
  danger: 'bg-danger-wash text-danger',
  warning: 'bg-warning-wash text-warning',
  success: 'bg-success-wash text-success',
};

export function Colors() {
  return (
    <Sample name="Colors">
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-5">
        {Object.entries(backgrounds).map(([name, background]) => (
          <div key={name} className={`rounded-md border border-line p-3 text-sm ${background}`}>
            <p>{name}</p>
            <p className="text-muted">muted</p>
            <p className="font-medium text-accent-text">accent</p>
            <p className="text-danger">danger</p>
          </div>
        ))}
      </div>
      <div className="grid grid-cols-3 gap-2">
        {Object.entries(washes).map(([name, look]) => (
          <p key={name} className={`rounded-md px-3 py-2 text-sm ${look}`}>
            {name}
          </p>
        ))}
      </div>
      <Row>
        {listColors.map((color) => (
          <span
            key={color}
            className={`inline-flex items-center gap-1.5 text-sm ${listColorText[color]}`}
          >
            <ColorDot color={color} />
            {color}
          </span>
        ))}
      </Row>
    </Sample>
  );
}

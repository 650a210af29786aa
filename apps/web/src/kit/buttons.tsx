import Ellipsis from 'lucide-react/icons/ellipsis';
import Pencil from 'lucide-react/icons/pencil';
import Star from 'lucide-react/icons/star';
import Trash2 from 'lucide-react/icons/trash-2';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Row, Sample } from './sample.tsx';

export function Buttons() {
  return (
    <Sample name="Button, IconButton, Icon">
      <Row>
        <Button>Primary</Button>
        <Button kind="quiet">Quiet</Button>
        <Button kind="plain">Plain</Button>
        <Button kind="danger">Danger</Button>
        <Button kind="quiet">
          <Icon of={Pencil} />
          With an icon
        </Button>
      </Row>
      <Row>
        <Button isBusy>Saving…</Button>
        <Button kind="quiet" isBusy>
          Loading…
        </Button>
        <Button disabled>Disabled</Button>
        <Button kind="quiet" disabled>
          Disabled
        </Button>
      </Row>
      <Row>
        <IconButton label="Edit" shortcut="E">
          <Icon of={Pencil} />
        </IconButton>
        <IconButton label="Delete" shortcut="Delete">
          <Icon of={Trash2} />
        </IconButton>
        <IconButton label="Favourite" aria-pressed>
          <Icon of={Star} />
        </IconButton>
        <IconButton label="More" disabled>
          <Icon of={Ellipsis} />
        </IconButton>
        <Icon of={Star} size="sm" />
        <Icon of={Star} />
        <Icon of={Star} size="lg" />
      </Row>
    </Sample>
  );
}

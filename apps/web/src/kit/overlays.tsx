import Copy from 'lucide-react/icons/copy';
import Ellipsis from 'lucide-react/icons/ellipsis';
import FolderInput from 'lucide-react/icons/folder-input';
import Pencil from 'lucide-react/icons/pencil';
import Trash2 from 'lucide-react/icons/trash-2';
import { useState } from 'react';
import { Button, IconButton } from '../ui/button.tsx';
import { ColorDot } from '../ui/color-dot.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Drawer } from '../ui/drawer.tsx';
import { Icon } from '../ui/icon.tsx';
import { listColors } from '../ui/list-colors.ts';
import { ListRow } from '../ui/list-row.tsx';
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx';
import { OpenPicker, Picker } from '../ui/picker.tsx';
import { Popover } from '../ui/popover.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Row, Sample } from './sample.tsx';

const options = listColors.map((color) => ({
  id: color,
  label: `The ${color} list`,
  icon: <ColorDot color={color} />,
}));

export function Overlays() {
  const [open, setOpen] = useState<'dialog' | 'alert' | 'drawer'>();
  const close = () => setOpen(undefined);
  return (
    <Sample name="Menu, Picker, Popover, Dialog, Drawer">
      <Row>
        <CommandMenu />
        <ListPicker />
        <LabelPicker />
        <Popover
          label="Rename"
          renderTrigger={(props) => (
            <Button kind="quiet" {...props}>
              Popover
            </Button>
          )}
        >
          {(closePopover) => (
            <div className="grid gap-3">
              <TextField label="New name" defaultValue="Home" />
              <Button onClick={closePopover}>Rename</Button>
            </div>
          )}
        </Popover>
        <Button kind="quiet" onClick={() => setOpen('dialog')}>
          Dialog
        </Button>
        <Button kind="quiet" onClick={() => setOpen('alert')}>
          Alert
        </Button>
        <Button kind="quiet" onClick={() => setOpen('drawer')}>
          Drawer
        </Button>
      </Row>
      {open === 'dialog' && (
        <Dialog title="New list" onClose={close} actions={<Button onClick={close}>Add</Button>}>
          <TextField label="Name" />
        </Dialog>
      )}
      {open === 'alert' && (
        <Dialog
          isAlert
          title="Delete “Home”?"
          text="Its 12 tasks are deleted, too."
          onClose={close}
          actions={
            <>
              <Button kind="danger" onClick={close}>
                Delete
              </Button>
              <Button data-autofocus onClick={close}>
                Keep
              </Button>
            </>
          }
        />
      )}
      {open === 'drawer' && (
        <Drawer label="Lists" onClose={close}>
          <ListRow onClick={close} leading={<ColorDot color="green" />}>
            Home
          </ListRow>
        </Drawer>
      )}
    </Sample>
  );
}

function CommandMenu() {
  const [isCompact, setCompact] = useState(true);
  const [movedAt, setMovedAt] = useState<HTMLElement>();
  const [list, setList] = useState('blue');
  return (
    <>
      <Menu
        label="Task"
        renderTrigger={(props) => (
          <IconButton label="More" {...props}>
            <Icon of={Ellipsis} />
          </IconButton>
        )}
      >
        <MenuItem icon={Pencil} shortcut="E" onSelect={() => undefined}>
          Edit
        </MenuItem>
        <MenuItem icon={Copy} isDisabled onSelect={() => undefined}>
          Duplicate
        </MenuItem>
        <MenuItem
          icon={FolderInput}
          onSelect={() =>
            document.activeElement instanceof HTMLElement && setMovedAt(document.activeElement)
          }
        >
          Move to…
        </MenuItem>
        <MenuItem isChecked={isCompact} onSelect={() => setCompact(!isCompact)}>
          Compact rows
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={Trash2} shortcut="Delete" isDanger onSelect={() => undefined}>
          Delete
        </MenuItem>
      </Menu>
      {movedAt && (
        <OpenPicker
          anchor={movedAt}
          label="Move to"
          options={options}
          selected={[list]}
          onChoose={setList}
          onClose={() => setMovedAt(undefined)}
        />
      )}
    </>
  );
}

function ListPicker() {
  const [list, setList] = useState('blue');
  return (
    <Picker
      label="Move to"
      options={options}
      selected={[list]}
      onChoose={setList}
      renderTrigger={(props) => (
        <Button kind="quiet" {...props}>
          Move to…
        </Button>
      )}
    />
  );
}

function LabelPicker() {
  const [labels, setLabels] = useState<readonly string[]>(['red', 'teal']);
  const toggle = (id: string) =>
    setLabels((all) => (all.includes(id) ? all.filter((one) => one !== id) : [...all, id]));
  return (
    <Picker
      label="Labels"
      options={options}
      selected={labels}
      onChoose={toggle}
      isMulti
      onCreate={toggle}
      renderTrigger={(props) => (
        <Button kind="quiet" {...props}>
          {`Labels (${labels.length})`}
        </Button>
      )}
    />
  );
}

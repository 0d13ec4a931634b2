import { useReactFlow } from '@xyflow/react';
import { useSpeech } from '../i18n/language';
import { download } from '../ui/download';
import { Icon, type IconName } from '../ui/Icon';
import { currentPalette, toPng, toSvg } from './export';
import { largestFit, type Layout } from './layout';
import type { GraphModel } from './model';

interface Props {
  name: string;
  model: GraphModel;
  layout: Layout;
}

export function GraphToolbar({ name, model, layout }: Props) {
  const { t } = useSpeech();
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const svg = () => toSvg(model, layout, currentPalette());
  const saveSvg = () => download(`${name}.svg`, new Blob([svg()], { type: 'image/svg+xml' }));
  const savePng = () => void toPng(svg(), layout.size).then((png) => png && download(`${name}.png`, png));
  return (
    <div className="graph-toolbar" role="toolbar" aria-label={t.graph.label}>
      <Tool icon="plus" label={t.graph.zoomIn} onClick={() => void zoomIn()} />
      <Tool icon="minus" label={t.graph.zoomOut} onClick={() => void zoomOut()} />
      <Tool icon="fit" label={t.graph.fit} onClick={() => void fitView({ padding: 0.06, maxZoom: largestFit })} />
      <span className="separator" />
      <Tool text="SVG" label={t.graph.svg} onClick={saveSvg} />
      <Tool text="PNG" label={t.graph.png} onClick={savePng} />
    </div>
  );
}

interface ToolProps {
  icon?: IconName;
  text?: string;
  label: string;
  onClick: () => void;
}

function Tool({ icon, text, label, onClick }: ToolProps) {
  return (
    <button
      type="button"
      className="button button-icon button-ghost"
      onClick={onClick}
      aria-label={label}
      title={label}
    >
      {icon ? <Icon name={icon} /> : text}
    </button>
  );
}

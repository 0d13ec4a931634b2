import { families, lookOf, type Family } from './kinds';
import { arrowHead, roundedPath, type Layout } from './layout';
import { isAsynchronous, type GraphModel, type GraphNode, type Size } from './model';

export type Palette = Record<'background' | 'surface' | 'border' | 'line' | 'text' | 'muted' | Family, string>;

/** The colours of the page as it is shown now, resolved so that a picture can leave the page. */
export function currentPalette(): Palette {
  const probe = document.createElement('span');
  document.body.append(probe);
  const resolve = (variable: string) => {
    probe.style.color = `var(--${variable})`;
    return getComputedStyle(probe).color;
  };
  const palette = {
    background: resolve('canvas'),
    surface: resolve('surface'),
    border: resolve('border-strong'),
    line: resolve('edge'),
    text: resolve('text'),
    muted: resolve('text-2'),
    ...(Object.fromEntries(families.map((family) => [family, resolve(`family-${family}`)])) as Record<Family, string>),
  };
  probe.remove();
  return palette;
}

/** The graph as a picture that stands alone. */
export function toSvg(model: GraphModel, layout: Layout, colors: Palette): string {
  const { width, height } = layout.size;
  const groups = model.groups.map((name) => {
    const { x, y, width: w, height: h } = layout.groups.get(name)!;
    return `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="14" fill="${colors.muted}" fill-opacity=".05" stroke="${colors.border}" stroke-dasharray="5 4"/>
<text x="${x + 16}" y="${y + 27}" font-size="12" font-weight="600" fill="${colors.muted}">${escape(name)}</text>`;
  });
  const edges = model.edges.map((edge) => {
    const points = layout.edges.get(edge.id) ?? [];
    const dash = isAsynchronous(edge) ? ' stroke-dasharray="5 4"' : '';
    return `<path d="${roundedPath(points, 10)}" fill="none" stroke="${colors.line}" stroke-width="1.4"${dash}/><path d="${arrowHead(points)}" fill="${colors.line}"/>`;
  });
  const nodes = model.nodes.map((node) => nodeSvg(node, layout, colors));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif">
<rect width="100%" height="100%" fill="${colors.background}"/>
${[...groups, ...edges, ...nodes].join('\n')}
</svg>
`;
}

/** Twice as many pixels, for screens that show them. */
export async function toPng(svg: string, size: Size): Promise<Blob | null> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = size.width * 2;
  canvas.height = size.height * 2;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

function nodeSvg({ component, subtitle }: GraphNode, layout: Layout, colors: Palette): string {
  const { x, y, width, height } = layout.components.get(component.id)!;
  const { family, icon } = lookOf(component.kind);
  const room = Math.floor((width - 62) / 7.4);
  const names = wrap(component.name, room);
  const middle = y + height / 2;
  const baseline = middle + 5 - names.length * 8.5;
  const lines = names.map(
    (line, i) =>
      `<text x="${x + 52}" y="${baseline + i * 17}" font-size="13.5" font-weight="600" fill="${colors.text}">${escape(line)}</text>`,
  );
  const under = wrap(subtitle, room + 2)[0] ?? '';
  return `<g><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="10" fill="${colors.surface}" stroke="${colors.border}"/>
<rect x="${x + 10}" y="${middle - 16}" width="32" height="32" rx="8" fill="${colors[family]}" fill-opacity=".14"/>
<path transform="translate(${x + 17} ${middle - 9}) scale(.75)" d="${icon}" fill="none" stroke="${colors[family]}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>
${lines.join('')}<text x="${x + 52}" y="${baseline + names.length * 17 - 1}" font-size="11.5" fill="${colors.muted}">${escape(under)}</text></g>`;
}

/** At most two lines of at most `room` characters; what does not fit ends in an ellipsis. */
export function wrap(text: string, room: number): string[] {
  if (text.length <= room) return [text];
  const space = text.lastIndexOf(' ', room);
  const at = space > 0 ? space : room;
  const rest = text.slice(at).trimStart();
  return [text.slice(0, at), rest.length > room ? `${rest.slice(0, room - 1)}…` : rest];
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

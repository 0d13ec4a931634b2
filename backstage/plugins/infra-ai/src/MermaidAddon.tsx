import { useEffect } from 'react';
import { useTheme } from '@material-ui/core/styles';
import { useShadowRootElements } from '@backstage/plugin-techdocs-react';
import { drawMermaid, isMermaid } from './mermaid';

const smallest = 0.65;

/** In TechDocs: the code of a Mermaid diagram becomes the diagram. What Mermaid cannot draw stays code. */
export function MermaidAddon() {
  const blocks = useShadowRootElements<HTMLPreElement>(['pre']);
  const dark = useTheme().palette.type === 'dark';
  useEffect(() => {
    for (const block of blocks) {
      const code = block.textContent ?? '';
      // Its whole frame, with the line numbers when there are any.
      const frame = block.closest<HTMLElement>('.highlight, .highlighttable') ?? block;
      const theme = dark ? 'dark' : 'light';
      if (!isMermaid(code) || frame.dataset.mermaid === theme) continue;
      frame.dataset.mermaid = theme;
      drawMermaid(code, dark).then(
        svg => {
          if (frame.dataset.mermaid !== theme) return;
          const before = frame.nextElementSibling;
          if (before?.matches('[data-testid=infra-ai-mermaid]')) before.remove();
          const figure = document.createElement('div');
          figure.dataset.testid = 'infra-ai-mermaid';
          figure.style.cssText = 'margin:1em 0; overflow-x:auto';
          figure.innerHTML = svg;
          fit(figure.querySelector('svg'));
          frame.after(figure);
          frame.style.display = 'none';
        },
        () => undefined,
      );
    }
  }, [blocks, dark]);
  return null;
}

/** As wide as the column when it can be read so; a wider diagram is scrolled. */
function fit(drawing: SVGSVGElement | null) {
  const width = drawing?.viewBox.baseVal.width;
  if (!drawing || !width) return;
  drawing.style.cssText += `; width:100%; max-width:${width}px; min-width:${Math.round(width * smallest)}px`;
}

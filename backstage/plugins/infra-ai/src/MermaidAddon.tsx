import { useEffect } from 'react';
import { useTheme } from '@material-ui/core/styles';
import { useShadowRootElements } from '@backstage/plugin-techdocs-react';
import { drawMermaid, isMermaid } from './mermaid';

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
          letZoom(figure);
          frame.after(figure);
          frame.style.display = 'none';
        },
        () => undefined,
      );
    }
  }, [blocks, dark]);
  return null;
}

/** As wide as the column at first; a click, or the Enter key, shows it in its own size, to be scrolled, and back. */
function letZoom(figure: HTMLElement) {
  const drawing = figure.querySelector('svg');
  const width = drawing?.viewBox.baseVal.width;
  if (!drawing || !width) return;
  const show = (whole: boolean) => {
    drawing.style.cssText += `; width:100%; max-width:${width}px; min-width:${whole ? 0 : width}px`;
    figure.style.cursor = whole ? 'zoom-in' : 'zoom-out';
    figure.dataset.whole = String(whole);
  };
  const toggle = () => show(figure.dataset.whole !== 'true');
  figure.tabIndex = 0;
  figure.onclick = toggle;
  figure.onkeydown = event => event.key === 'Enter' && toggle();
  show(true);
}

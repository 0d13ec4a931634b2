/** Which words a Mermaid diagram begins with (mermaid.js.org/intro/syntax-reference): MkDocs keeps a fence's code, but not its language. */
const begins =
  /^(flowchart|graph|sequenceDiagram|classDiagram|stateDiagram(-v2)?|erDiagram|journey|gantt|pie|gitGraph|mindmap|timeline|C4\w+|architecture-beta|block-beta)\b/;

let drawn = 0;

export function isMermaid(code: string): boolean {
  return begins.test(code.trimStart());
}

/**
 * @param dark Whether the page is.
 * @returns The diagram as SVG, without scripts or links of its own (securityLevel strict).
 * @throws When Mermaid does not understand the code.
 */
export async function drawMermaid(code: string, dark: boolean): Promise<string> {
  const { default: mermaid } = await import('mermaid');
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    theme: dark ? 'dark' : 'neutral',
    // Words as SVG text: HTML in the drawing would take its size from the page around it.
    htmlLabels: false,
    flowchart: { htmlLabels: false },
  });
  drawn += 1;
  return (await mermaid.render(`infra-ai-mermaid-${drawn}`, code)).svg;
}

/** A stretch of the input that is shown in one way: a file of a folder, a source, a fence in a text. */
export interface Section {
  start: number;
  end: number;
  /** The file it comes from; set on the first section of each file of a folder. */
  file: string | null;
  /** Where lines and columns count. */
  code: boolean;
}

const bundleMark = 'infra-ai-bundle 1\n';
const prose = /\.(md|txt)$|(^|\/)readme$/i;

/** The files of a folder that was kept as one text (see SourceBundle), or the whole text as one without a name. */
export function filesOf(text: string): { path: string | null; start: number; end: number }[] {
  if (!text.startsWith(bundleMark)) return [{ path: null, start: 0, end: text.length }];
  const files = [];
  for (let at = bundleMark.length; at < text.length;) {
    const head = /^file (\d+) (.*)$/.exec(text.slice(at, lineEnd(text, at)).trimEnd());
    if (!head) break;
    const start = lineEnd(text, at);
    let end = start;
    for (let line = 0; line < Number(head[1]) && end < text.length; line++) end = lineEnd(text, end);
    files.push({ path: head[2]!, start, end });
    at = end;
  }
  return files;
}

/** How the input is to be shown. What stands in a folder's text between its files is left out. */
export function sectionsOf(text: string, isSource: boolean): Section[] {
  return filesOf(text).flatMap(({ path, start, end }) => {
    const code = path === null ? isSource : !prose.test(path);
    const cuts = code ? [] : fences(text, start, end);
    const edges = [start, ...cuts.flat(), end];
    return edges
      .slice(0, -1)
      .map((from, i) => ({ start: from, end: edges[i + 1]!, file: i === 0 ? path : null, code: code || i % 2 === 1 }))
      .filter((section) => section.end > section.start || section.file !== null);
  });
}

/** Where ``` … ``` begins and ends. */
function fences(text: string, start: number, end: number): [number, number][] {
  const found: [number, number][] = [];
  let open: number | null = null;
  for (let at = start; at < end; at = lineEnd(text, at)) {
    if (!/^ {0,3}```/.test(text.slice(at, at + 8))) continue;
    if (open === null) open = at;
    else {
      found.push([open, Math.min(lineEnd(text, at), end)]);
      open = null;
    }
  }
  return open === null ? found : [...found, [open, end]];
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

import ELK from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import { fromElk, scaleIn, toElk, type Layout } from './layout';
import type { GraphModel, Size } from './model';

let engine: InstanceType<typeof ELK> | undefined;

/** Lays the graph out in a worker: along and down the view, and keeps what can be shown larger. */
export async function layOut(model: GraphModel, view: Size): Promise<Layout> {
  engine ??= new ELK({ workerFactory: () => new Worker(workerUrl) });
  const elk = engine;
  const ratio = view.width / view.height;
  const [along, down] = await Promise.all(
    (['RIGHT', 'DOWN'] as const).map(async (direction) =>
      fromElk(await elk.layout(toElk(model, direction, ratio)), direction),
    ),
  );
  return scaleIn(along!, view) >= scaleIn(down!, view) ? along! : down!;
}

import { useEffect, useState, type RefObject } from 'react';
import { layOut } from './elk';
import type { Layout } from './layout';
import type { GraphModel } from './model';

/** The layout for the size that the element has when the graph changes; null until it is there. */
export function useLayout(model: GraphModel, element: RefObject<HTMLElement | null>) {
  const [layout, setLayout] = useState<Layout | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let current = true;
    const { clientWidth, clientHeight } = element.current!;
    layOut(model, { width: clientWidth || 1, height: clientHeight || 1 }).then(
      (done) => current && setLayout(done),
      () => current && setFailed(true),
    );
    return () => {
      current = false;
    };
  }, [model, element]);
  return { layout, failed };
}

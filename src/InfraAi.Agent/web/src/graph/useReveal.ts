import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, type RefObject } from 'react';
import type { Selection } from '../analysis/selection';
import type { Layout } from './layout';

/** Moves the view to a component that is outside of it: the selected one, or on request. */
export function useReveal(
  layout: Layout | null,
  selection: Selection | null,
  element: RefObject<HTMLElement | null>,
): (id: string) => void {
  const { getZoom, setCenter, flowToScreenPosition } = useReactFlow();
  const reveal = useCallback(
    (id: string) => {
      const box = layout?.components.get(id);
      const view = element.current?.getBoundingClientRect();
      if (!box || !view) return;
      const from = flowToScreenPosition(box);
      const to = flowToScreenPosition({ x: box.x + box.width, y: box.y + box.height });
      if (from.x >= view.left && from.y >= view.top && to.x <= view.right && to.y <= view.bottom) return;
      const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
      void setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom: getZoom(), duration: calm ? 0 : 300 });
    },
    [layout, element, getZoom, setCenter, flowToScreenPosition],
  );
  useEffect(() => {
    if (selection?.kind === 'component') reveal(selection.id);
  }, [selection, reveal]);
  return reveal;
}

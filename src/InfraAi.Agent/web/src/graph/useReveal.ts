import { useReactFlow } from '@xyflow/react';
import { useEffect, type RefObject } from 'react';
import type { Selection } from '../analysis/selection';
import type { Layout } from './layout';

/** Moves the view to a selected component that is outside of it. */
export function useReveal(
  layout: Layout | null,
  selection: Selection | null,
  element: RefObject<HTMLElement | null>,
): void {
  const { getZoom, setCenter, flowToScreenPosition } = useReactFlow();
  useEffect(() => {
    const box = selection?.kind === 'component' ? layout?.components.get(selection.id) : undefined;
    const view = element.current?.getBoundingClientRect();
    if (!box || !view) return;
    const from = flowToScreenPosition(box);
    const to = flowToScreenPosition({ x: box.x + box.width, y: box.y + box.height });
    if (from.x >= view.left && from.y >= view.top && to.x <= view.right && to.y <= view.bottom) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    void setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom: getZoom(), duration: calm ? 0 : 300 });
  }, [layout, selection, element, getZoom, setCenter, flowToScreenPosition]);
}

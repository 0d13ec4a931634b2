import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useSpeech } from '../i18n/language';
import { navigate, tabs, type Tab } from '../shell/router';
import { Icon, type IconName } from '../ui/Icon';

interface Props {
  current: Tab;
  counts: Record<Tab, number | null>;
  hrefOf: (tab: Tab) => string;
}

const icons: Record<Tab, IconName> = {
  graph: 'graph',
  files: 'file',
  questions: 'question',
  entities: 'table',
  publication: 'publish',
};

/** Tabs by the ARIA pattern: one stop for Tab, the arrows walk. */
export function TabBar({ current, counts, hrefOf }: Props) {
  const { t } = useSpeech();
  const bar = useRef<HTMLDivElement>(null);
  // On a narrow screen the bar scrolls sideways: keep the chosen tab in sight.
  useEffect(() => {
    const tab = bar.current?.querySelector<HTMLElement>(`#tab-${current}`);
    bar.current?.scrollTo({ left: (tab?.offsetLeft ?? 0) - 48 });
  }, [current]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = tabs[(tabs.indexOf(current) + step + tabs.length) % tabs.length]!;
    navigate(hrefOf(next));
    bar.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={t.analysis.views} ref={bar} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`tab-${tab}`}
          aria-selected={tab === current}
          aria-controls="tab-panel"
          tabIndex={tab === current ? 0 : -1}
          onClick={() => navigate(hrefOf(tab))}
          data-testid={`tab-${tab}`}
        >
          <Icon name={icons[tab]} />
          {t.analysis.tabs[tab]}
          {counts[tab] !== null && <span className="count">{counts[tab]}</span>}
        </button>
      ))}
    </div>
  );
}

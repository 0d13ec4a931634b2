import type { ComponentKind } from '../api';

export const families = [
  'app',
  'edge',
  'data',
  'messaging',
  'runtime',
  'delivery',
  'insight',
  'security',
  'operations',
  'outside',
] as const;

/** Kinds that share a colour. */
export type Family = (typeof families)[number];

interface KindLook {
  family: Family;
  /** Stroked path on a 24 × 24 grid. */
  icon: string;
}

const globe =
  'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c2.5 2.6 3.7 5.6 3.7 9s-1.2 6.4-3.7 9c-2.5-2.6-3.7-5.6-3.7-9S9.5 5.6 12 3z';

const looks: Record<ComponentKind, KindLook> = {
  service: { family: 'app', icon: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM12 12l8-4.5M12 12v9M12 12L4 7.5' },
  website: { family: 'app', icon: 'M4 5h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1zM3 9.5h18' },
  mobileApp: {
    family: 'app',
    icon: 'M8 2.5h8A1.5 1.5 0 0 1 17.5 4v16a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 20V4A1.5 1.5 0 0 1 8 2.5zM11 18.5h2',
  },
  function: { family: 'app', icon: 'M6 4h3l7.5 16H19M11 9.5L5.5 20' },
  job: { family: 'app', icon: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2' },
  library: {
    family: 'app',
    icon: 'M5 4.5A1.5 1.5 0 0 1 6.5 3H19v15H6.5A1.5 1.5 0 0 0 5 19.5zM5 19.5A1.5 1.5 0 0 0 6.5 21H19v-3',
  },
  api: {
    family: 'app',
    icon: 'M9 4C7 4 6.5 5 6.5 6.5v2.7C6.5 10.7 5.5 12 4 12c1.5 0 2.5 1.3 2.5 2.8v2.7C6.5 19 7 20 9 20M15 4c2 0 2.5 1 2.5 2.5v2.7c0 1.5 1 2.8 2.5 2.8-1.5 0-2.5 1.3-2.5 2.8v2.7c0 1.5-.5 2.5-2.5 2.5M12 12h.01',
  },
  gateway: { family: 'edge', icon: 'M4 20V11a8 8 0 0 1 16 0v9M9 20v-8.5a3 3 0 0 1 6 0V20M2.5 20h19' },
  loadBalancer: {
    family: 'edge',
    icon: 'M3 12h17M9 12l5-6h6M9 12l5 6h6M17.5 3.5L20 6l-2.5 2.5M17.5 9.5L20 12l-2.5 2.5M17.5 15.5L20 18l-2.5 2.5',
  },
  cdn: { family: 'edge', icon: globe },
  dns: { family: 'edge', icon: 'M12 3v2M12 10v1.5M12 16.5V21M6 5h10l3 2.5-3 2.5H6zM18 11.5H8L5 14l3 2.5h10zM9 21h6' },
  firewall: { family: 'edge', icon: 'M3 5h18v14H3zM3 9.7h18M3 14.3h18M12 5v4.7M7.5 9.7v4.6M16.5 9.7v4.6M12 14.3V19' },
  network: { family: 'edge', icon: 'M9.5 3h5v5h-5zM3.5 16h5v5h-5zM15.5 16h5v5h-5zM12 8v4M6 16v-4h12v4' },
  database: {
    family: 'data',
    icon: 'M4.5 6c0-1.66 3.36-3 7.5-3s7.5 1.34 7.5 3-3.36 3-7.5 3-7.5-1.34-7.5-3zM4.5 6v12c0 1.66 3.36 3 7.5 3s7.5-1.34 7.5-3V6M4.5 12c0 1.66 3.36 3 7.5 3s7.5-1.34 7.5-3',
  },
  warehouse: { family: 'data', icon: 'M3 9l9-5 9 5v11H3zM7.5 20v-8h9v8M7.5 16h9' },
  cache: { family: 'data', icon: 'M13 2.5L5 13.5h6l-1 8 8-11h-6z' },
  storage: {
    family: 'data',
    icon: 'M4 6.5C4 5.1 7.6 4 12 4s8 1.1 8 2.5S16.4 9 12 9 4 7.9 4 6.5zM4 6.5l2 12C6.3 19.9 8.9 21 12 21s5.7-1.1 6-2.5l2-12',
  },
  search: { family: 'data', icon: 'M10.5 17.5a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM15.6 15.6L21 21' },
  queue: { family: 'messaging', icon: 'M3 8h4.5v8H3zM9.75 8h4.5v8h-4.5zM16.5 8H21v8h-4.5z' },
  stream: {
    family: 'messaging',
    icon: 'M3 7.5c3-3 6-3 9 0s6 3 9 0M3 12.5c3-3 6-3 9 0s6 3 9 0M3 17.5c3-3 6-3 9 0s6 3 9 0',
  },
  notification: {
    family: 'messaging',
    icon: 'M6 10a6 6 0 0 1 12 0c0 5 2 6.5 2 6.5H4S6 15 6 10zM10 20a2.2 2.2 0 0 0 4 0',
  },
  compute: {
    family: 'runtime',
    icon: 'M4 4h16v6.5H4zM4 13.5h16V20H4zM7.5 7.25h.01M7.5 16.75h.01M11 7.25h5.5M11 16.75h5.5',
  },
  cluster: {
    family: 'runtime',
    icon: 'M12 2.5l4 2.3v4.6l-4 2.3-4-2.3V4.8zM7 12l4 2.3v4.6l-4 2.3-4-2.3v-4.6zM17 12l4 2.3v4.6l-4 2.3-4-2.3v-4.6z',
  },
  containerRegistry: { family: 'runtime', icon: 'M3 13h8v7H3zM13 13h8v7h-8zM8 4h8v7H8zM12 4v2.5M7 13v2.5M17 13v2.5' },
  repository: {
    family: 'delivery',
    icon: 'M7 8.5v7M7 8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM7 20.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM17 8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM17 8.5c0 4-4 4.5-8 5.8',
  },
  pipeline: {
    family: 'delivery',
    icon: 'M5 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM7.5 12h3M10.5 9.5h5v5h-5zM15.5 12h6M19 9.5l2.5 2.5-2.5 2.5',
  },
  workflow: {
    family: 'delivery',
    icon: 'M3.5 4h6v5h-6zM14.5 15h6v5h-6zM9.5 6.5h5a3 3 0 0 1 3 3V15M6.5 9v5.5a3 3 0 0 0 3 3h5',
  },
  analytics: { family: 'insight', icon: 'M4 20h16M7 20v-6M12 20V9M17 20V5' },
  ai: {
    family: 'insight',
    icon: 'M11 4l1.8 5.2L18 11l-5.2 1.8L11 18l-1.8-5.2L4 11l5.2-1.8zM18.5 15.5l.9 2.1 2.1.9-2.1.9-.9 2.1-.9-2.1-2.1-.9 2.1-.9z',
  },
  identity: {
    family: 'security',
    icon: 'M12 3l8 3v5.5c0 4.7-3.3 8-8 9.5-4.7-1.5-8-4.8-8-9.5V6zM12 11.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM8.5 16c.6-1.7 1.9-2.5 3.5-2.5s2.9.8 3.5 2.5',
  },
  secrets: { family: 'security', icon: 'M8 20a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM11.6 11.4L20 3M16 7l3 3' },
  monitoring: { family: 'operations', icon: 'M3 12h4l2.5-7 5 14 2.5-7h4' },
  tool: {
    family: 'operations',
    icon: 'M15 4.2a4.8 4.8 0 0 0-5.3 6.5L3.8 16.6a2.3 2.3 0 0 0 0 3.3l.3.3a2.3 2.3 0 0 0 3.3 0l5.9-5.9A4.8 4.8 0 0 0 19.8 9l-3.1 3.1-3.3-.5-.5-3.3z',
  },
  iot: {
    family: 'outside',
    icon: 'M12 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM8.5 15.5a5 5 0 0 1 0-7M15.5 8.5a5 5 0 0 1 0 7M5.7 18.3a9 9 0 0 1 0-12.6M18.3 5.7a9 9 0 0 1 0 12.6',
  },
  device: { family: 'outside', icon: 'M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4' },
  external: { family: 'outside', icon: 'M7 19a4.5 4.5 0 0 1-.6-8.96 6 6 0 0 1 11.5 1.56A3.75 3.75 0 0 1 17.25 19z' },
  person: { family: 'outside', icon: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-4 3.6-6 7.5-6s6.7 2 7.5 6' },
};

/** A kind that a newer agent may send is drawn as a service. */
export function lookOf(kind: ComponentKind): KindLook {
  return looks[kind] ?? looks.service;
}

export function familyColor(kind: ComponentKind): string {
  return `var(--family-${lookOf(kind).family})`;
}

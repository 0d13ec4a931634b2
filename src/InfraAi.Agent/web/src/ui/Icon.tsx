const paths = {
  alert: 'M12 8v5M12 16.5h.01M10.3 4l-8 13.5A2 2 0 0 0 4 20.5h16a2 2 0 0 0 1.7-3L13.7 4a2 2 0 0 0-3.4 0z',
  arrowLeft: 'M20 12H4M10 6l-6 6 6 6',
  arrowRight: 'M4 12h16M14 6l6 6-6 6',
  attach: 'M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7L9.4 17a1.7 1.7 0 0 1-2.4-2.4l7.5-7.5',
  book: 'M12 6.5C10 5 7 4.5 3.5 4.5v14c3.5 0 6.5.5 8.5 2 2-1.5 5-2 8.5-2v-14c-3.5 0-6.5.5-8.5 2zM12 6.5v14',
  check: 'M4.5 12.5l5 5 10-11',
  chevron: 'M9 5l7 7-7 7',
  close: 'M5.5 5.5l13 13M18.5 5.5l-13 13',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  download: 'M12 4v11M7 11l5 5 5-5M4 20h16',
  edit: 'M4 20l1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5l3.5 3.5',
  external: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  file: 'M6 3h8l5 5v13H6zM14 3v5h5',
  fit: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  folder: 'M3 6h6.5l2 2.5H21V19H3z',
  graph: 'M4 4h6v5H4zM14 15h6v5h-6zM7 9v5a3.5 3.5 0 0 0 3.5 3.5H14M14 6.5h6',
  history: 'M3.5 12a8.5 8.5 0 1 0 2.5-6L3.5 8.5M3.5 4v4.5H8M12 7.5V12l3 2',
  leave: 'M14 4H5v16h9M10 12h11M17 8l4 4-4 4',
  minus: 'M5 12h14',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z',
  offline:
    'M3 3l18 18M9 5.5a13 13 0 0 1 12 4M3 9.5a13 13 0 0 1 3-2M6 13.5a8 8 0 0 1 5-2.4M15.5 12.2a8 8 0 0 1 2.5 1.3M12 18.5h.01',
  plus: 'M12 5v14M5 12h14',
  publish: 'M12 20V9M7 13l5-5 5 5M4 4h16',
  question: 'M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5h.01M12 21.5a9.5 9.5 0 1 0 0-19 9.5 9.5 0 0 0 0 19z',
  search: 'M10.5 17.5a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM15.6 15.6L21 21',
  sun: 'M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM12 2.5v1.5M12 20v1.5M2.5 12H4M20 12h1.5M5.3 5.3l1 1M17.7 17.7l1 1M5.3 18.7l1-1M17.7 6.3l1-1',
  table: 'M3.5 5h17v14h-17zM3.5 10h17M3.5 14.5h17M10 10v9',
} as const;

export type IconName = keyof typeof paths;

/** Decoration: what it stands next to, or the label of the button that holds it, says the same in words. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return <IconPath path={paths[name]} size={size} />;
}

export function IconPath({ path, size = 16 }: { path: string; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}

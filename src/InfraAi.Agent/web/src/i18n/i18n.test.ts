import { describe, expect, it } from 'vitest';
import { duration, relativeTime } from './format';
import { chooseLanguage } from './language';

describe('chooseLanguage', () => {
  it('remembers, else asks the browser, else speaks English', () => {
    expect(chooseLanguage('en', ['es-MX'])).toBe('en');
    expect(chooseLanguage(null, ['fr', 'es-MX', 'en'])).toBe('es');
    expect(chooseLanguage('xx', ['fr'])).toBe('en');
  });
});

describe('format', () => {
  it('tells durations', () => {
    expect([0.4, 31, 2400, 185_000, 4_260_000].map((ms) => duration(ms, 'es'))).toEqual([
      '0 ms',
      '31 ms',
      '2,4 s',
      '3 min 5 s',
      '1 h 11 min',
    ]);
  });

  it('tells how long ago', () => {
    const now = Date.parse('2026-11-22T12:00:00Z');
    expect(relativeTime('2026-11-22T11:59:58Z', now, 'en')).toBe('now');
    expect(relativeTime('2026-11-22T09:10:00Z', now, 'en')).toBe('2 hours ago');
    expect(relativeTime('2026-11-21T09:00:00Z', now, 'es')).toBe('ayer');
    expect(relativeTime('2026-10-02T12:00:00Z', now, 'en')).toBe('Oct 2, 2026');
  });
});

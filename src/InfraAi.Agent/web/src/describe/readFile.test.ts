import { describe, expect, it } from 'vitest';
import { appendText, readText } from './readFile';

describe('readText', () => {
  it('reads UTF-8', async () => {
    expect(await readText(new Blob(['catálogo']))).toEqual({ ok: true, value: 'catálogo' });
  });

  it.each([[new Uint8Array([0xff, 0xfe, 0x41])], [new Uint8Array([0x41, 0, 0x42])]])('refuses %o', async (bytes) => {
    expect(await readText(new Blob([bytes]))).toEqual({ ok: false, problem: { code: 'not-text' } });
  });
});

describe('appendText', () => {
  it('never loses what was written', () => {
    expect(appendText('  ', 'new')).toBe('new');
    expect(appendText('old\n', 'new')).toBe('old\n\nnew');
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StartLinks } from './startLinks.ts';

const minute = 60_000;

test('a code signs in once', () => {
  const links = new StartLinks('secret');
  const code = links.make();
  assert.equal(links.isSession(links.redeem(code)!.session), true);
  assert.equal(links.redeem(code), undefined);
  assert.equal(links.redeem(''), undefined);
});

test('a code is good for fifteen minutes, a session for a week', () => {
  let now = 1_000_000;
  const links = new StartLinks('secret', () => now);
  const [early, late] = [links.make(), links.make()];
  now += 14 * minute;
  const { session } = links.redeem(early)!;
  now += 2 * minute;
  assert.equal(links.redeem(late), undefined);
  assert.equal(links.isSession(session), true);
  now += 7 * 24 * 60 * minute;
  assert.equal(links.isSession(session), false);
});

test('a session is believed where it was given, after a restart too, and nowhere else', () => {
  const links = new StartLinks('secret');
  const { session } = links.redeem(links.make())!;
  assert.equal(new StartLinks('secret').isSession(session), true);
  assert.equal(new StartLinks('another').isSession(session), false);
  const [ends, signature] = session.split('.');
  for (const forged of [
    `${Number(ends) + 1}.${signature}`,
    `${ends}.`,
    ends,
    `${ends}.${'A'.repeat(43)}`,
    'x',
    undefined,
    `1e20.${signature}`,
  ]) {
    assert.equal(links.isSession(forged), false, forged);
  }
});

test('no more than a hundred links wait, the oldest go first', () => {
  const links = new StartLinks('secret');
  const codes = Array.from({ length: 101 }, () => links.make());
  assert.equal(links.redeem(codes[0]), undefined);
  assert.ok(links.redeem(codes[1]));
});

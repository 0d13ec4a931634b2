import { expect, test } from 'vitest';
import { isForNight } from './night';

const drawing = (level: number, ground: number[]) => {
  const width = 20;
  const pixels = Array.from({ length: width * width }, (_, i) =>
    i % width > 5 && i % width < 12 && i > 5 * width && i < 12 * width ? [level, level, level, 255] : ground,
  );
  return [new Uint8ClampedArray(pixels.flat()), width] as const;
};

test('light letters on nothing are shown on black', () => {
  expect(isForNight(...drawing(255, [0, 0, 0, 0]))).toBe(true);
  expect(isForNight(...drawing(20, [0, 0, 0, 0]))).toBe(false);
});

test('a picture with its own ground stays on white', () => {
  expect(isForNight(...drawing(255, [0, 0, 0, 255]))).toBe(false);
});

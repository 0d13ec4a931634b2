const grace = 3_000;

/**
 * Asked to end, Backstage waits for every open request, and its own event bus holds one open for most of a minute. After
 * three seconds, in which its plugins finish what they do, it ends all the same.
 */
export function endInTime(): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => setTimeout(() => process.exit(0), grace).unref());
  }
}

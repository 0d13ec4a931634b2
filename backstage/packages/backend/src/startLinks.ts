import { createHmac, randomBytes, timingSafeEqual, createHash } from 'node:crypto';

const codeLives = 15 * 60_000;
const sessionLives = 7 * 24 * 3_600_000;
/** Links that wait to be opened: no program makes more by mistake. */
const mostLinks = 100;

/**
 * Links that sign one browser in, once. A session is a date with a signature, so it outlives a restart of the portal; a code
 * does not.
 */
export class StartLinks {
  private readonly codes = new Map<string, number>();
  private readonly key: Buffer;
  private readonly now: () => number;

  /** @param secret What sessions are signed with: another one ends all of them. */
  constructor(secret: string, now: () => number = Date.now) {
    this.key = createHash('sha256').update(`portal session\n${secret}`).digest();
    this.now = now;
  }

  /** @returns A code of 32 random bytes that can be redeemed once, within fifteen minutes. */
  make(): string {
    for (const [code, until] of this.codes) if (until < this.now()) this.codes.delete(code);
    if (this.codes.size >= mostLinks) this.codes.delete(this.codes.keys().next().value!);
    const code = randomBytes(32).toString('base64url');
    this.codes.set(digest(code), this.now() + codeLives);
    return code;
  }

  /** @returns A session; undefined for a code that was never made, was used, or is too old. */
  redeem(code: string): { session: string; seconds: number } | undefined {
    const until = this.codes.get(digest(code));
    this.codes.delete(digest(code));
    if (until === undefined || until < this.now()) return undefined;
    const ends = String(this.now() + sessionLives);
    return { session: `${ends}.${this.sign(ends)}`, seconds: sessionLives / 1000 };
  }

  /** Whether a cookie is a session that was given here and has not ended. */
  isSession(cookie: string | undefined): boolean {
    const [ends, signature] = (cookie ?? '').split('.');
    if (!/^\d{1,16}$/.test(ends) || !signature || Number(ends) < this.now()) return false;
    const [said, right] = [Buffer.from(signature), Buffer.from(this.sign(ends))];
    return said.length === right.length && timingSafeEqual(said, right);
  }

  private sign(ends: string): string {
    return createHmac('sha256', this.key).update(ends).digest('base64url');
  }
}

function digest(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}

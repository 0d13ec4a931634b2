import { stripVTControlCharacters } from 'node:util';

/** Backstage colours its log whatever it is written to; a file gets the words alone. */
export function plainLog(stream: NodeJS.WriteStream): void {
  if (stream.isTTY) return;
  const write = stream.write.bind(stream);
  stream.write = ((chunk: unknown, ...rest: []) =>
    write(
      typeof chunk === 'string' ? stripVTControlCharacters(chunk) : (chunk as string),
      ...rest,
    )) as typeof stream.write;
}

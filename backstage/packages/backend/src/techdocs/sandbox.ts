import { spawn } from 'node:child_process';
import { mkdtemp, realpath, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import type { TechDocsContainerRunner } from '@backstage/plugin-techdocs-node';
import type { Mkdocs } from './ownPlugin.ts';

/** A build that takes longer is ended. */
const longest = 5 * 60_000;
/** Kilobytes of memory, seconds of computing, blocks of 512 bytes a file. */
const limits = 'ulimit -v 2097152; ulimit -t 120; ulimit -f 524288; ulimit -c 0';

/**
 * Runs as root of a user namespace of its own: makes a root folder of nothing but programs, the documentation and the place
 * for the site, forgets the machine's own, and gives up every capability before mkdocs starts.
 * Arguments: the empty folder that becomes the root, documentation, site, plugin, how many more folders to show, these, and
 * the command.
 */
const enter = `
set -eu
view=$1 input=$2 output=$3 plugin=$4 count=$5; shift 5
mount -t tmpfs -o mode=755,size=64m tmpfs "$view"
cd "$view"
mkdir usr input output plugin tmp dev proc old
show() { mkdir -p ".$2"; mount --bind "$1" ".$2"; mount -o remount,bind,ro,nosuid ".$2"; }
show /usr /usr
for name in bin sbin lib lib32 lib64; do
  if [ -L "/$name" ]; then ln -s "$(readlink "/$name")" "$name"; elif [ -d "/$name" ]; then show "/$name" "/$name"; fi
done
while [ "$count" -gt 0 ]; do show "$1" "$1"; shift; count=$((count - 1)); done
show "$input" /input
[ -z "$plugin" ] || show "$plugin" /plugin
mount --bind "$output" output
for name in null urandom; do : > "dev/$name"; mount --bind "/dev/$name" "dev/$name"; done
# umount itself looks into /proc.
mount -t proc proc proc
pivot_root . old
cd /input
umount -l /old
umount -l /proc
rmdir /old /proc
${limits}
exec setpriv --no-new-privs --inh-caps -all --ambient-caps -all --bounding-set -all -- "$@"
`;

/**
 * Runs mkdocs as a container would be: with an environment of nothing, without network, and with nothing of this machine's
 * files but programs. Where the system allows no namespaces, the environment is all that is kept from it.
 */
export class MkdocsSandbox implements TechDocsContainerRunner {
  private readonly mkdocs: Mkdocs;
  /** Folders outside /usr that mkdocs and its Python are in. */
  private readonly places: string[];
  readonly isShut: boolean;

  private constructor(mkdocs: Mkdocs, places: string[], isShut: boolean) {
    this.mkdocs = mkdocs;
    this.places = places;
    this.isShut = isShut;
  }

  /** @param say Told why nothing more than the environment can be kept from mkdocs, where that is so. */
  static async open(mkdocs: Mkdocs, say: (why: string) => void): Promise<MkdocsSandbox> {
    const programs = [mkdocs.program, mkdocs.python, await realpath(mkdocs.program), await realpath(mkdocs.python)];
    const places = [...new Set(programs.map(program => dirname(dirname(program))))].filter(
      place => place !== '/' && place !== '/usr' && !place.startsWith('/usr/'),
    );
    const shut = new MkdocsSandbox(mkdocs, places, true);
    const site = await mkdtemp(join(tmpdir(), 'techdocs-probe-'));
    try {
      await shut.run(['--version'], site, site);
      return shut;
    } catch (error) {
      say(String(error instanceof Error ? error.message : error));
      return new MkdocsSandbox(mkdocs, places, false);
    } finally {
      await rmdir(site);
    }
  }

  async runContainer(options: Parameters<TechDocsContainerRunner['runContainer']>[0]): Promise<void> {
    const folders = Object.entries(options.mountDirs ?? {});
    const at = (inside: string) => folders.find(([, place]) => place === inside)![0];
    await this.run(options.args, at('/input'), at('/output'), options.logStream);
  }

  /** @param args As in the container: the documentation is at /input, the site goes to /output. */
  private async run(args: string[], input: string, output: string, log?: Writable): Promise<void> {
    const { program, ownPlugin } = this.mkdocs;
    const environment = {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: '/tmp',
      LANG: 'C.UTF-8',
      PYTHONDONTWRITEBYTECODE: '1',
    };
    if (!this.isShut) {
      const here = args.map(arg => arg.replace(/^\/input(?=\/|$)/, input).replace(/^\/output(?=\/|$)/, output));
      const env = { ...environment, ...(ownPlugin && { PYTHONPATH: ownPlugin }) };
      return end(['/bin/sh', '-c', `${limits}; exec "$@"`, 'sh', program, ...here], env, input, log);
    }
    const view = await mkdtemp(join(tmpdir(), 'techdocs-view-'));
    try {
      const namespaces = [
        '--user',
        '--map-root-user',
        '--mount',
        '--net',
        '--ipc',
        '--uts',
        '--pid',
        '--fork',
        '--kill-child',
      ];
      const places = [String(this.places.length), ...this.places];
      const command = ['/bin/sh', '-c', enter, 'sh', view, input, output, ownPlugin ?? '', ...places, program, ...args];
      const env = { ...environment, ...(ownPlugin && { PYTHONPATH: '/plugin' }) };
      await end(['unshare', ...namespaces, '--', ...command], env, input, log);
    } finally {
      // What was mounted on it went with its namespace.
      await rmdir(view);
    }
  }
}

function end([program, ...args]: string[], env: Record<string, string>, cwd: string, log?: Writable): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longest,
      killSignal: 'SIGKILL',
    });
    let last = '';
    const heard = (chunk: Buffer) => {
      last = (last + chunk.toString()).slice(-2_000);
      log?.write(chunk);
    };
    child.stdout.on('data', heard);
    child.stderr.on('data', heard);
    child.on('error', failed);
    child.on('close', (code, signal) =>
      code === 0 ? done() : failed(new Error(`${program} ended with ${code ?? signal}: ${last.trim()}`)),
    );
  });
}

import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, as locks and the files of a spool name it. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it was started, in ticks since the boot: a process id is used again. */
  readonly started?: string | undefined;
  /** Which boot of which machine it belongs to. */
  readonly boot?: string | undefined;
  /** Its namespace of process ids: containers have one each. */
  readonly space?: string | undefined;
  readonly host: string;
}

/** Whether a process lives: the kernel says so, nobody can know, or only that its id is in use. */
export type Life = 'alive' | 'dead' | 'in-use' | 'unknown';

/** What this process is. */
export function readOwnIdentity(): ProcessIdentity {
  return {
    pid: process.pid,
    started: readStart(process.pid)?.started,
    boot: tryTo(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    space: tryTo(() => readlinkSync('/proc/self/ns/pid')),
    // Deno asks for a permission.
    host: tryTo(hostname) ?? '',
  };
}

/** Whether another process lives, as far as this one can know. */
export function judgeLife(other: ProcessIdentity, own: ProcessIdentity): Life {
  const isHere = other.host === own.host && other.boot === own.boot && other.space === own.space;
  if (!isHere) return 'unknown';
  if (own.started !== undefined && other.started !== undefined) {
    const found = readStart(other.pid);
    // A zombie has ended, and waits for its parent to hear of it.
    return found && found.started === other.started && !found.hasEnded ? 'alive' : 'dead';
  }
  try {
    process.kill(other.pid, 0);
    return 'in-use';
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 'ESRCH') return 'dead';
    return code === 'EPERM' ? 'in-use' : 'unknown';
  }
}

/** What Linux knows of a process. Its name, in brackets, may hold anything. */
function readStart(pid: number): { started: string; hasEnded: boolean } | undefined {
  const stat = tryTo(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, started] = [fields?.[0], fields?.[19]];
  if (state === undefined || started === undefined) return undefined;
  return { started, hasEnded: /[ZXx]/.test(state) };
}

function tryTo<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time in these. */
const msPerTick = 10;

interface CpuMs {
  /** Of a process and all below it. */
  readonly all: number;
  /** Of the main threads of those that show pages. */
  readonly pages: number;
}

/** CPU time that a browser has used; null where the system does not say. */
export function readCpu(rootPid: number): CpuMs | null {
  try {
    const pids = listTree(rootPid);
    const pages = pids.filter((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')
    );
    const sum = (paths: readonly string[]): number => paths.reduce((total, path) => total + readMs(path), 0);
    return {
      all: sum(pids.map((pid) => `/proc/${pid}/stat`)),
      pages: sum(pages.map((pid) => `/proc/${pid}/task/${pid}/stat`))
    };
  } catch {
    return null;
  }
}

function listTree(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  );
  return [pid, ...children.flatMap(listTree)];
}

/** User and system time; the name before them may hold spaces. */
function readMs(path: string): number {
  const text = readFileSync(path, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * msPerTick;
}

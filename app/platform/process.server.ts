import { readFile } from 'node:fs/promises'

/** Whether a process of this number exists (a dead one that nobody has collected counts too: see isZombie). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether a process is dead and only waits for its parent: in a container without an init nobody may come. */
export async function isZombie(pid: number): Promise<boolean> {
  return (await statOf(pid))?.[0] === 'Z'
}

/** A mark that tells a process from a later one of the same number: its start in ticks since boot. Empty off Linux. */
export async function birthOf(pid: number): Promise<string> {
  return (await statOf(pid))?.[19] ?? ''
}

/** The fields of /proc/PID/stat from the third (state) on: the second, the name, may hold spaces and brackets. */
async function statOf(pid: number): Promise<string[] | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

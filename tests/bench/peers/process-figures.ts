/** What the operating system reports about a process (Linux). */
import { readFileSync } from 'node:fs'

/** Ticks a second of /proc; the kernel's constant for user space. */
const TICKS = 100

/** User and system time. */
export function readCpuSeconds(pid: number): number {
	const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
	// The command's name, in brackets, may contain spaces.
	const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
	return (Number(fields[11]) + Number(fields[12])) / TICKS
}

/** Bytes. */
export function readMemory(pid: number): { rss: number; peak: number } {
	const status = readFileSync(`/proc/${pid}/status`, 'latin1')
	const read = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) * 1024
	return { rss: read('VmRSS'), peak: read('VmHWM') }
}

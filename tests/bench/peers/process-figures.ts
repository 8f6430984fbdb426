/** What the operating system reports about a process (Linux). */
import { readdirSync, readFileSync } from 'node:fs'

/** Ticks a second of /proc; the kernel's constant for user space. */
const TICKS = 100

/** User and system time of a process. */
export function readCpuSeconds(pid: number): number {
	return cpuSecondsIn(`/proc/${pid}/stat`)
}

/** Of its threads that the server has given this name; those that have ended do not count. */
export function readThreadCpuSeconds(pid: number, name: string): number {
	return readdirSync(`/proc/${pid}/task`)
		.map((id) => `/proc/${pid}/task/${id}`)
		.filter((task) => readFileSync(`${task}/comm`, 'latin1').trim() === name.slice(0, MOST_NAME_LETTERS))
		.reduce((sum, task) => sum + cpuSecondsIn(`${task}/stat`), 0)
}

/** The kernel cuts the names of threads. */
const MOST_NAME_LETTERS = 15

function cpuSecondsIn(path: string): number {
	const text = readFileSync(path, 'latin1')
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

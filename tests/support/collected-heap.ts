import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Bytes this process keeps on its heap when its garbage is collected. */
export function collectedHeap(): number {
	// The flag is read when a context is made.
	setFlagsFromString('--expose-gc')
	const collect = runInNewContext('gc') as () => void
	// What is let go of in one collection can let go of more.
	for (let times = 0; times < 3; times++) collect()
	return process.memoryUsage().heapUsed
}

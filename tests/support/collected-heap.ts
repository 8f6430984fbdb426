import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Bytes on this process's heap after garbage collection. */
export function collectedHeap(): number {
	// V8 reads the flag when a context is created.
	setFlagsFromString('--expose-gc')
	const collect = runInNewContext('gc') as () => void
	// Objects freed in one collection can free more in the next.
	for (let times = 0; times < 3; times++) collect()
	return process.memoryUsage().heapUsed
}

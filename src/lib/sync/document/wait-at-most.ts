/** Waits for what may hang; null when `ms` milliseconds have passed first. */
export async function waitAtMost<Value>(ms: number, promise: Promise<Value>): Promise<Value | null> {
	let timer: ReturnType<typeof setTimeout> | undefined
	const patience = new Promise<null>((resolve) => {
		timer = setTimeout(() => resolve(null), ms)
	})
	try {
		return await Promise.race([promise, patience])
	} finally {
		clearTimeout(timer)
	}
}

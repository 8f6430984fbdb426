import { vi } from 'vitest'

/** Waits until the check passes, ten seconds at most: a busy machine is slow, not wrong. Answers what the check answers. */
export function eventually<Value>(check: () => Value | Promise<Value>, timeout = 10_000): Promise<Value> {
	return vi.waitFor(check, { interval: 2, timeout })
}

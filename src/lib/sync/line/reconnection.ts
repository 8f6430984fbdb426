import type { CloseReason } from '#protocol/close-codes.ts'

const FIRST_DELAY_MS = 200
/** The longest pause is drawn from 30–60 s (sync.md D6). */
const LONGEST_DELAY_MS = 60_000

/** How many failures in a row a relay's word stands for: a restart sends everybody away at once. */
const weights: Partial<Record<CloseReason, number>> = { restarting: 3, 'storage-failed': 4, overloaded: 6 }

/** `failures`: attempts in a row that came to nothing, this one included. */
export function weighFailures(failures: number, reason: CloseReason | null): number {
	return Math.max(failures, (reason !== null && weights[reason]) || 1)
}

/** Ms to wait after so many failures; `random` is from [0, 1). */
export function reconnectDelay(failures: number, random: number): number {
	return Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS) * (0.5 + random / 2)
}

/**
 * The complete list of reasons why a relay closes a WebSocket. After a final code, reconnecting is useless until a person
 * acts; the stock y-websocket client treats 4400–4499 as final.
 */
export const closeCodes = {
	'signed-out': { code: 4401, isFinal: true },
	'no-right': { code: 4403, isFinal: true },
	gone: { code: 4404, isFinal: true },
	'other-epoch': { code: 4409, isFinal: true },
	'too-large': { code: 4413, isFinal: true },
	malformed: { code: 4422, isFinal: true },
	'app-too-old': { code: 4426, isFinal: true },
	restarting: { code: 1012, isFinal: false },
	overloaded: { code: 1013, isFinal: false },
	'storage-failed': { code: 4503, isFinal: false }
} as const

export type CloseReason = keyof typeof closeCodes

/** Null for a code outside the list (a cut cable, a proxy). */
export function closeReasonOf(code: number): CloseReason | null {
	const reasons = Object.keys(closeCodes) as CloseReason[]
	return reasons.find((reason) => closeCodes[reason].code === code) ?? null
}

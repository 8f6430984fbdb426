/**
 * What one edit did as a whole, written in the same transaction: it brought the plan back to an older state, or brought in
 * a file. History tells it as an event of its own. Undoing the edit takes it away again.
 */
import * as Y from 'yjs'
import { EVENTS, eventsMap, type Author, type IsoInstant } from './layout.ts'

export type PlanEvent =
	/** `of`: the moment whose state it is. */
	| { type: 'restored'; of: IsoInstant }
	/** `from`: id of the person who made the file. */
	| { type: 'brought'; from: string }

export function addEvent(doc: Y.Doc, event: PlanEvent, { personId, at }: Author): void {
	// No other event has it: one person does one of these in a millisecond.
	eventsMap(doc).set(`${personId} ${at}`, { ...event, by: personId, at })
}

/** By id. What no app of ours wrote is passed over. */
export function readEvents(doc: Y.Doc): ReadonlyMap<string, PlanEvent> {
	return new Map([...eventsMap(doc)].flatMap(([id, value]) => readEvent(value).map((event) => [id, event] as const)))
}

/** Whether an update brings an event, seen without applying it. */
export function bringsEvent(update: Uint8Array): boolean {
	if (!includes(update, ROOT)) return false
	try {
		return Y.decodeUpdate(update).structs.some(
			(struct) => struct instanceof Y.Item && (struct.parent as unknown) === EVENTS
		)
	} catch {
		// A damaged row: whoever applies it passes over it, too.
		return false
	}
}

/** The name with its length before it, as an update holds it; few other updates have these bytes. */
const ROOT = Uint8Array.of(EVENTS.length, ...Array.from(EVENTS, (letter) => letter.charCodeAt(0)))

function includes(bytes: Uint8Array, sought: Uint8Array): boolean {
	for (let start = bytes.indexOf(sought[0]!); start !== -1; start = bytes.indexOf(sought[0]!, start + 1)) {
		if (sought.every((byte, index) => bytes[start + index] === byte)) return true
	}
	return false
}

function readEvent(value: unknown): PlanEvent[] {
	const { type, of, from } = (value ?? {}) as Record<string, unknown>
	if (type === 'restored' && typeof of === 'string' && !Number.isNaN(Date.parse(of))) return [{ type, of }]
	return type === 'brought' && typeof from === 'string' ? [{ type, from }] : []
}

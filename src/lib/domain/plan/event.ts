/**
 * What one edit did as a whole, written in the same transaction: it brought the plan back to an older state, or brought in
 * a file. History tells it as an event of its own. Undoing the edit takes it away again.
 */
import * as Y from 'yjs'
import { isInstant } from '../calendar.ts'
import { readContent, type BroughtContent } from './brought-content.ts'
import { EVENTS, eventsMap, type Author, type IsoInstant } from './layout.ts'

export type PlanEvent =
	/** `of`: the moment whose state it is. */
	| { type: 'restored'; of: IsoInstant }
	/** `from`: id of the person who made the file. */
	| { type: 'brought'; from: string }

/** A file that was brought in, as whoever took it in says. */
export interface Bringing {
	from: string
	/** Who took it in. */
	by: string
	/** ISO instant it was taken in, by the taker's clock. */
	at: IsoInstant
	content: BroughtContent
}

export function addEvent(doc: Y.Doc, event: PlanEvent, author: Author): void {
	setEvent(doc, event, author)
}

/** `content`: null when it is not known, or too much to say. */
export function addBringing(doc: Y.Doc, from: string, content: BroughtContent | null, author: Author): void {
	setEvent(doc, { type: 'brought', from, ...(content !== null && { content }) }, author)
}

function setEvent(doc: Y.Doc, event: PlanEvent & { content?: BroughtContent }, { personId, at }: Author): void {
	// No other event has it: one person does one of these in a millisecond.
	eventsMap(doc).set(`${personId} ${at}`, { ...event, by: personId, at })
}

/** By id. What no app of ours wrote is passed over. */
export function readEvents(doc: Y.Doc): ReadonlyMap<string, PlanEvent> {
	return new Map([...eventsMap(doc)].flatMap(([id, value]) => readEvent(value).map((event) => [id, event] as const)))
}

/** Whether an update brings an event, seen without applying it. */
export function bringsEvent(update: Uint8Array): boolean {
	if (!mayBringEvent(update)) return false
	try {
		return Y.decodeUpdate(update).structs.some(isEventStruct)
	} catch {
		// A damaged row: whoever applies it passes over it, too.
		return false
	}
}

/** False for nearly all that bring none, without decoding them. */
export function mayBringEvent(update: Uint8Array): boolean {
	return includes(update, ROOT)
}

/** Of a decoded update: the bringing that a struct says, where it says what was brought; null for all others. */
export function readBringing(struct: DecodedStruct): Bringing | null {
	if (!isEventStruct(struct) || !(struct.content instanceof Y.ContentAny)) return null
	const value: unknown = struct.content.arr[0]
	const [event] = readEvent(value)
	const { by, at, content } = (value ?? {}) as Record<string, unknown>
	const brought = readContent(content)
	if (event?.type !== 'brought' || brought === null) return null
	if (typeof by !== 'string' || typeof at !== 'string' || !isInstant(at)) return null
	return { from: event.from, by, at, content: brought }
}

export type DecodedStruct = ReturnType<typeof Y.decodeUpdate>['structs'][number]

function isEventStruct(struct: DecodedStruct): struct is Y.Item {
	return struct instanceof Y.Item && (struct.parent as unknown) === EVENTS
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
	if (type === 'restored' && typeof of === 'string' && isInstant(of)) return [{ type, of }]
	return type === 'brought' && typeof from === 'string' ? [{ type, from }] : []
}

/**
 * Events of the plan: an edit that restores an older state or imports a file writes an event in the same transaction. History
 * shows it as one entry. Undoing the edit removes the event.
 */
import * as Y from 'yjs'
import { isInstant } from '../calendar.ts'
import { readContent, type ImportedContent } from './imported-content.ts'
import { EVENTS, eventsMap, type Author, type IsoInstant } from './layout.ts'

export type PlanEvent =
	/** `of`: the moment whose state was restored. */
	| { type: 'restored'; of: IsoInstant }
	/** `from`: id of the person who made the file. */
	| { type: 'brought'; from: string }

/** An imported file, as described by the person who imported it. */
export interface FileImport {
	from: string
	/** Id of the person who imported it. */
	by: string
	/** ISO instant of the import, by the clock of the importing device. */
	at: IsoInstant
	content: ImportedContent
}

export function addEvent(doc: Y.Doc, event: PlanEvent, author: Author): void {
	setEvent(doc, event, author)
}

/** `content`: null when it is unknown or too large. */
export function addFileImport(doc: Y.Doc, from: string, content: ImportedContent | null, author: Author): void {
	setEvent(doc, { type: 'brought', from, ...(content !== null && { content }) }, author)
}

function setEvent(doc: Y.Doc, event: PlanEvent & { content?: ImportedContent }, { personId, at }: Author): void {
	// The key is unique: one person makes at most one such edit per millisecond.
	eventsMap(doc).set(`${personId} ${at}`, { ...event, by: personId, at })
}

/** By id. Skips values that no app of ours wrote. */
export function readEvents(doc: Y.Doc): ReadonlyMap<string, PlanEvent> {
	return new Map([...eventsMap(doc)].flatMap(([id, value]) => readEvent(value).map((event) => [id, event] as const)))
}

/** Whether an update contains an event. Does not apply the update. */
export function hasEvent(update: Uint8Array): boolean {
	if (!canHaveEvent(update)) return false
	try {
		return Y.decodeUpdate(update).structs.some(isEventStruct)
	} catch {
		// A damaged row: applying it skips it, too.
		return false
	}
}

/** Whether an update may contain an event. Does not decode it. False for nearly all updates without one. */
export function canHaveEvent(update: Uint8Array): boolean {
	return includes(update, ROOT)
}

/** The import that a struct of a decoded update records. Null where the struct records none, or does not say what was imported. */
export function readFileImport(struct: DecodedStruct): FileImport | null {
	if (!isEventStruct(struct) || !(struct.content instanceof Y.ContentAny)) return null
	const value: unknown = struct.content.arr[0]
	const [event] = readEvent(value)
	const { by, at, content } = (value ?? {}) as Record<string, unknown>
	const importedContent = readContent(content)
	if (event?.type !== 'brought' || importedContent === null) return null
	if (typeof by !== 'string' || typeof at !== 'string' || !isInstant(at)) return null
	return { from: event.from, by, at, content: importedContent }
}

export type DecodedStruct = ReturnType<typeof Y.decodeUpdate>['structs'][number]

function isEventStruct(struct: DecodedStruct): struct is Y.Item {
	return struct instanceof Y.Item && (struct.parent as unknown) === EVENTS
}

/** The map's name after its length, as an update encodes it. Few updates without an event contain these bytes. */
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

/**
 * Events of the plan: an edit that restores an older state or imports a file writes an event in the same transaction. History
 * shows it as one entry. Undoing the edit removes the event.
 */
import * as Y from 'yjs'
import { isInstant } from '../calendar.ts'
import { readContent, type ImportedContent } from './imported-content.ts'
import { asTextList } from './fields.ts'
import { EVENTS, eventsMap, type Author, type IsoInstant } from './layout.ts'

export type PlanEvent =
	/** `of`: the moment whose state was restored; `at`: when, by the clock of the restoring device. */
	| { type: 'restored'; of: IsoInstant; at: IsoInstant; isUndo?: true }
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

/** A restore that some participants have yet to read. What it changed stands in the history alone. */
export interface UnreadRestore {
	id: string
	/** The moment whose state was restored. */
	of: IsoInstant
	/** Id of the person who restored. */
	by: string
	at: IsoInstant
	/** Ids of those who have yet to read it. */
	unreadBy: string[]
	/** It undid another restore: `of` is when that was made. */
	isUndo?: true
}

/** `unreadBy`: ids of the other participants. `isUndo`: it undoes the restore made at `of`. */
export function addRestore(
	doc: Y.Doc,
	of: IsoInstant,
	unreadBy: readonly string[],
	author: Author,
	isUndo = false
): void {
	setEvent(doc, { type: 'restored', of, at: author.at, unreadBy, ...(isUndo && { isUndo }) }, author)
}

/** The newest restore, if somebody has yet to read it: what an earlier one did is overtaken. Null: there is none. */
export function readUnreadRestore(doc: Y.Doc): UnreadRestore | null {
	const restores = [...eventsMap(doc)].flatMap(([id, value]): UnreadRestore[] => {
		const [event] = readEvent(value)
		const { by, unreadBy } = (value ?? {}) as Record<string, unknown>
		if (event?.type !== 'restored' || typeof by !== 'string') return []
		const { type: _, ...restore } = event
		return [{ id, ...restore, by, unreadBy: asTextList(unreadBy) }]
	})
	const newest = restores.sort((one, other) => (one.at < other.at ? -1 : 1)).at(-1)
	return newest === undefined || newest.unreadBy.length === 0 ? null : newest
}

export function markRestoreRead(doc: Y.Doc, { id, ...restore }: UnreadRestore, personId: string): void {
	const unreadBy = restore.unreadBy.filter((each) => each !== personId)
	if (eventsMap(doc).has(id)) eventsMap(doc).set(id, { type: 'restored', ...restore, unreadBy })
}

/** `content`: null when it is unknown or too large. */
export function addFileImport(doc: Y.Doc, from: string, content: ImportedContent | null, author: Author): void {
	setEvent(doc, { type: 'brought', from, ...(content !== null && { content }) }, author)
}

function setEvent(
	doc: Y.Doc,
	event: PlanEvent & { content?: ImportedContent; unreadBy?: readonly string[]; isUndo?: boolean },
	{ personId, at }: Author
): void {
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
	if (typeof by !== 'string' || !isInstantText(at)) return null
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
	const { type, of, at, from, isUndo } = (value ?? {}) as Record<string, unknown>
	if (type === 'restored' && isInstantText(of) && isInstantText(at))
		return [{ type, of, at, ...(isUndo === true && { isUndo }) }]
	return type === 'brought' && typeof from === 'string' ? [{ type, from }] : []
}

function isInstantText(value: unknown): value is IsoInstant {
	return typeof value === 'string' && isInstant(value)
}

/**
 * Writes the texts of older apps (old-text.ts) anew as flat texts, and carries over what older apps write into them later. Only the
 * server does this, so that each text is written once.
 *
 * It keeps a **bridge** beside each plan: a replica of the flat texts with the same item ids, which never receives what people write
 * into them. So the bridge says what has been carried over. When an old text changes, its difference from the bridge is written into
 * the bridge, and that update is applied to the plan: it merges like the edit of any device that was away. All items that both have
 * are of one client, the bridge's, and clocks are equal: both are written by the same operations in the same order.
 *
 *   texts     Y.Map   `activities a1-1 notes` → Y.Text
 *   bridge    Y.Map   isParted: the plan has items of the bridge's client that the bridge does not know, after a restored backup.
 *                     From then on only whole lines are carried, to the end of the text.
 */
import * as Y from 'yjs'
import { listConcurrentKeys } from './concurrent.ts'
import { appendLost, writeLines } from './edit-text.ts'
import type { TextField } from './fields.ts'
import {
	activitiesMap,
	isPlanCreated,
	itemsOf,
	meetingsMap,
	metaMap,
	PLAN_SCHEMA_VERSION,
	type PlanItem,
	readPlanMeta,
	textKeys
} from './layout.ts'
import { appendOldParagraph, closeOldText, isOldTextClosed } from './old-text.ts'
import { readLines } from './rich-text.ts'
import type { TextLine } from './text-line.ts'

interface OldText {
	key: string
	item: PlanItem
	field: TextField
	fragment: Y.XmlFragment
}

/** Whether older apps have written texts into the plan, or may still do. */
export function hasOldTexts(plan: Y.Doc): boolean {
	return readPlanMeta(plan).schemaVersion < PLAN_SCHEMA_VERSION || listOldTexts(plan).length > 0
}

/** Whether the transaction may have changed an old text, or added one. */
export function touchesOldTexts({ changed }: Y.Transaction): boolean {
	return [...changed].some(
		([type, keys]) =>
			type instanceof Y.XmlFragment ||
			type instanceof Y.XmlText ||
			[...keys].some((key) => key === null || /^(notes|minutes)(~|$)/.test(key)) ||
			type._item === null
	)
}

/** A bridge for a plan that has none yet. */
export function createBridge(): Y.Doc {
	return new Y.Doc()
}

/** The bridge as it was stored with its client id. */
export function openBridge(state: Uint8Array, clientId: number): Y.Doc {
	const bridge = new Y.Doc()
	Y.applyUpdate(bridge, state)
	bridge.clientID = clientId
	return bridge
}

/** `behind`: the plan lacks the last update that was made with the bridge. */
export function compareWithBridge(plan: Y.Doc, bridge: Y.Doc): 'equal' | 'behind' | 'ahead' {
	const [inPlan, inBridge] = [plan, bridge].map(({ store }) => Y.getState(store, bridge.clientID)) as [number, number]
	if (inPlan === inBridge || isParted(bridge)) return 'equal'
	return inPlan < inBridge ? 'behind' : 'ahead'
}

/**
 * Returns what is to be applied to the plan, and changes the bridge accordingly; null: nothing is to be done. The plan stays as it
 * is. The caller stores the bridge together with the update before it stores the update in the plan.
 */
export function flattenTexts(plan: Y.Doc, bridge: Y.Doc): Uint8Array | null {
	if (compareWithBridge(plan, bridge) === 'ahead') bridge.getMap('bridge').set('isParted', true)
	const updates: Uint8Array[] = []
	const note = (update: Uint8Array) => void updates.push(update)
	const writer = new Y.Doc()
	Y.applyUpdate(writer, Y.encodeStateAsUpdate(plan))
	writer.on('update', note)
	const own = writer.clientID
	for (const old of listOldTexts(writer)) {
		writer.transact(() => putStrandedIn(old))
		const lines = readLines(old.fragment)
		const text = asFlat(bridgeTexts(bridge).get(old.key))
		if (isParted(bridge)) addUnknown(old, bridge, lines)
		else if (text === null || asFlat(old.item.get(textKeys[old.field])) === null) {
			writer.clientID = bridge.clientID
			writer.transact(() => writeLines(addText(old.item, textKeys[old.field]), lines))
			writer.clientID = own
			bridge.transact(() => writeLines(addText(bridgeTexts(bridge), old.key), lines))
		} else {
			bridge.on('update', note)
			writeLines(text, lines)
			bridge.off('update', note)
		}
		if (!isOldTextClosed(old.fragment)) writer.transact(() => closeOldText(old.fragment))
	}
	if (isPlanCreated(writer) && readPlanMeta(writer).schemaVersion < PLAN_SCHEMA_VERSION)
		metaMap(writer).set('schemaVersion', PLAN_SCHEMA_VERSION)
	writer.destroy()
	return updates.length > 0 ? Y.mergeUpdates(updates) : null
}

function isParted(bridge: Y.Doc): boolean {
	return bridge.getMap('bridge').get('isParted') === true
}

function bridgeTexts(bridge: Y.Doc): Y.Map<unknown> {
	return bridge.getMap('texts')
}

/** The same one clock in the plan and in the bridge. */
function addText(map: Y.Map<unknown>, key: string): Y.Text {
	const text = new Y.Text()
	map.set(key, text)
	return text
}

/** Appends the lines that neither have been carried over before nor stand in the flat text. */
function addUnknown({ key, item, field }: OldText, bridge: Y.Doc, lines: readonly TextLine[]): void {
	const text = asFlat(item.get(textKeys[field])) ?? addText(item, textKeys[field])
	const carried = asFlat(bridgeTexts(bridge).get(key)) ?? addText(bridgeTexts(bridge), key)
	appendLost(text, lines, carried)
	writeLines(carried, lines)
}

function asFlat(value: unknown): Y.Text | null {
	return value instanceof Y.Text ? value : null
}

function listOldTexts(plan: Y.Doc): OldText[] {
	return [
		{ name: 'activities', items: activitiesMap(plan), field: 'notes' as const },
		{ name: 'meetings', items: meetingsMap(plan), field: 'minutes' as const }
	].flatMap(({ name, items, field }) =>
		itemsOf(items).flatMap(([id, item]) => {
			const fragment = item.get(field)
			return fragment instanceof Y.XmlFragment ? [{ key: `${name} ${id} ${field}`, item, field, fragment }] : []
		})
	)
}

/**
 * Older apps kept words whose paragraph was gone beside the text: `field~client:part:from:to` → { runs: [clock, words, isSeparated][] }.
 * They become the last paragraphs of the old text. Keys that end with `:settled` are of words that somebody has put in or taken away.
 */
function putStrandedIn({ item, field, fragment }: OldText): void {
	/** By client and part, the letters by clock: devices divided the same words differently. */
	const found = new Map<string, Map<number, string>>()
	for (const key of listConcurrentKeys(item, field)) {
		const [, client = '', part = ''] = /^[^~]*~([^:]*):([^:]*):/.exec(key) ?? []
		const written = item.get(key)
		item.delete(key)
		if (key.endsWith(':settled') || typeof written !== 'object' || written === null) continue
		const { runs } = written as { runs?: unknown }
		const letters = found.get(`${client}:${part}`) ?? new Map<number, string>()
		found.set(`${client}:${part}`, letters)
		for (const run of Array.isArray(runs) ? (runs as unknown[]) : []) {
			const [clock, words, isSeparated] = Array.isArray(run) ? (run as unknown[]) : []
			if (typeof clock !== 'number' || typeof words !== 'string') continue
			;[...words].forEach((letter, at) =>
				letters.set(clock + at, at === 0 && isSeparated === true ? ` ${letter}` : letter)
			)
		}
	}
	const paragraphs = [...found.values()].map((letters) =>
		[...letters]
			.sort(([one], [other]) => one - other)
			.map(([, letter]) => letter)
			.join('')
			.trim()
	)
	for (const words of paragraphs) if (words !== '') appendOldParagraph(fragment, words)
}

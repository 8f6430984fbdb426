/** What must be true at the end, when everything works again and is quiet. */
import * as Y from 'yjs'
import type { OpenedDocument, Tab } from './device.ts'
import { PLAN } from './documents.ts'
import { findNeedlessReviews } from './late-edits.ts'
import type { Edit } from './truth.ts'
import type { World } from './world.ts'

/** Everybody has what the server has, the server has what people with the right to edit have, and no late edit waits needlessly. */
export function isQuiet(world: World): boolean {
	const isOpening = ({ isClosing, isHome, documents }: Tab) => isClosing || (!isHome && documents.length === 0)
	if (world.devices.some(({ tabs }) => tabs.size === 0 || [...tabs].some(isOpening))) return false
	const { stored } = world.truthOf(PLAN)
	const hasAll = (has: ReadonlySet<Edit>) => [...stored].every((edit) => edit.isVoid || has.has(edit))
	const isStored = (edit: Edit) => edit.isVoid || stored.has(edit)
	if (world.stockClients.some(({ has, isSynced }) => !isSynced() || !hasAll(has) || ![...has].every(isStored)))
		return false
	const isLevel = opened(world).every((document) => {
		if (isToBeSubmitted(world, document)) return false
		if (isShutOut(world, document)) return true
		const { isSynced, unsent, unsaved, right } = document.handle.open.snapshot()
		const { stored } = world.truthOf(document.documentId)
		if (right === 'edit' && unsent > 0) return false
		if (!isSynced || unsaved > 0) return false
		return (
			[...stored].every((edit) => edit.isVoid || document.has.has(edit)) && strangersIn(world, document).length === 0
		)
	})
	return isLevel && findNeedlessReviews(world.server).length === 0
}

/** The person's right has ended, and their edits from before are not all in the review log, or not shown to be (sync.md R3). */
function isToBeSubmitted(
	{ server, documents, truthOf }: World,
	{ documentId, tab, handle, own }: OpenedDocument
): boolean {
	const role = server.roleOf(tab.device.personId)
	const { refusal, unsent, isUnderReview, isGone } = handle.open.snapshot()
	if (role !== 'ended' && role !== 'former editor who reads') return false
	// Another tab of the device knows that this epoch of the document has ended; this tab cannot send its edits.
	if (isGone && documents.get(documentId)!.epoch > 1) return false
	if (refusal === 'other-epoch' || refusal === 'gone') return false
	const { submitted } = truthOf(documentId)
	// Edits of a deleted epoch; their review entries were deleted, too (sync.md R15). A person without a right may not be told of this.
	const { epoch } = documents.get(documentId)!
	const left = own.filter((edit) => !edit.isVoid && !edit.wasStored)
	if (left.length > 0 && left.every((edit) => edit.epoch < epoch)) return false
	return (unsent > 0 && !isUnderReview) || own.some((edit) => !edit.isVoid && !edit.wasStored && !submitted.has(edit))
}

/** Its person has no right any more, or its epoch of the document has ended. */
function isShutOut({ server, documents }: World, { documentId, tab, handle }: OpenedDocument): boolean {
	if (server.rightOf(tab.device.personId, documentId) === null) return true
	const { refusal } = handle.open.snapshot()
	return (refusal === 'other-epoch' || refusal === 'gone') && documents.get(documentId)!.epoch > 1
}

/** Clients that the document shows as present although they are not. */
function strangersIn(world: World, { documentId, handle }: OpenedDocument): number[] {
	const present = opened(world).filter((document) => document.documentId === documentId && !isShutOut(world, document))
	const living = new Set([...present, ...world.stockClients].map(({ doc }) => doc.clientID))
	return [...handle.open.awareness.getStates().keys()].filter((client) => !living.has(client))
}

export function lookAtTheEnd(world: World): void {
	const { oracle, server } = world
	for (const document of opened(world)) {
		if (isShutOut(world, document)) continue
		const strangers = strangersIn(world, document)
		if (strangers.length > 0) oracle.complain('presence of nobody', `${document.tab.name} sees ${strangers.join()}`)
	}
	for (const { deviceId, documentId, state } of findNeedlessReviews(server))
		oracle.complain(
			'held for nothing',
			`what ${deviceId} brought is in ${documentId}, whose author may edit again, and still ${state}`
		)
	if (!isQuiet(world)) oracle.complain('never quiet', restless(world))
	// Only an editor can give a restored server what it lacks: the server takes nothing from a reader (sync.md R14).
	const givers = world.devices.filter(({ personId }) => server.roleOf(personId) === 'editor')
	for (const documentId of world.documents.keys()) {
		const truth = world.truthOf(documentId)
		const all = opened(world).filter((document) => document.documentId === documentId)
		const replicas = all.filter((document) => !isShutOut(world, document))
		const { epoch } = world.documents.get(documentId)!
		for (const edit of truth.edits) {
			if (edit.isVoid) continue
			if (edit.epoch < epoch) {
				if (truth.stored.has(edit)) oracle.complain('came back from deletion', `edit ${edit.id} in ${documentId}`)
				continue
			}
			const holders = replicas.filter(({ has }) => has.has(edit))
			const who = `edit ${edit.id} of ${edit.deviceId} in ${documentId}`
			if (truth.stored.has(edit) || truth.submitted.has(edit)) {
				if (truth.stored.has(edit) && holders.length < replicas.length)
					oracle.complain('not alike', `${who} is in ${holders.length} of ${replicas.length} replicas`)
			} else if (all.some((document) => isShutOut(world, document) && document.has.has(edit))) {
				// Its author may not send it, and still has it.
			} else if (edit.wasStored && !server.disk.wasRestored())
				oracle.complain('acknowledged and lost', `${who} was stored`)
			else if (edit.keptBy.has(edit.deviceId)) oracle.complain('thrown away', `${who} was kept by its device`)
			else if (edit.wasStored && givers.some(({ deviceId }) => edit.keptBy.has(deviceId)))
				oracle.complain('thrown away', `${who} did not come back after the backup from ${[...edit.keptBy].join()}`)
		}
		const stored = new Y.Doc()
		for (const { update } of server.disk.data.documents.get(documentId)?.rows ?? []) Y.applyUpdate(stored, update.bytes)
		const stages = stored.getArray('stages').toJSON() as unknown[]
		if (documentId === PLAN && stages.length !== 3)
			oracle.complain(
				stages.length > 3 ? 'written twice' : 'acknowledged and lost',
				`${documentId} begins with ${stages.length} stages`
			)
		for (const { doc, owner } of documentId === PLAN ? world.stockClients : []) {
			if (contents(doc) !== contents(stored)) oracle.complain('not alike', `${owner.name} has another ${documentId}`)
		}
		for (const { doc, tab, handle } of replicas) {
			const { unsent, right } = handle.open.snapshot()
			// A reader keeps what was refused, and what a restored server lacks when nobody can give it.
			if (unsent > 0 || (right === 'read' && server.disk.wasRestored())) continue
			if (contents(doc) !== contents(stored)) oracle.complain('not alike', `${tab.name} has another ${documentId}`)
		}
	}
}

function restless(world: World): string {
	return opened(world)
		.map(({ tab, documentId, handle, has }) => {
			const { unsent, unsaved, isSynced, connection, refusal, localStore, isUnderReview } = handle.open.snapshot()
			const { stored } = world.truthOf(documentId)
			const lacks = [...stored].filter((edit) => !edit.isVoid && !has.has(edit)).length
			return `${tab.name} ${documentId}: ${JSON.stringify({ unsent, unsaved, isSynced, connection, refusal, localStore, isUnderReview, lacks })}`
		})
		.join('\n')
}

function opened({ devices }: World): OpenedDocument[] {
	return devices.flatMap(({ tabs }) => [...tabs].flatMap(({ documents }) => documents))
}

function contents(doc: Y.Doc): string {
	const marks = doc.getMap('marks').toJSON()
	const sorted = Object.keys(marks)
		.sort()
		.map((key) => [key, marks[key] as unknown])
	return JSON.stringify([doc.getText('text').toString(), doc.getArray('stages').toJSON(), sorted])
}

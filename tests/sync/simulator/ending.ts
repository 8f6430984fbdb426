/** When everything works again and it has become quiet: what must then be true. */
import * as Y from 'yjs'
import type { OpenedDocument, Tab } from './device.ts'
import type { World } from './world.ts'

/** Everybody has all that the server has, and the server all that anybody has who may write. */
export function isQuiet(world: World): boolean {
	const isOpening = ({ isClosing, documents }: Tab) => isClosing || documents.length === 0
	if (world.devices.some(({ tabs }) => tabs.size === 0 || [...tabs].some(isOpening))) return false
	return opened(world).every((document) => {
		const { isSynced, unsent, unsaved, right } = document.handle.open.snapshot()
		const { stored } = world.truthOf(document.documentId)
		if (right === 'edit' && unsent > 0) return false
		if (!isSynced || unsaved > 0) return false
		return [...stored].every((edit) => edit.isVoid || document.has.has(edit)) && strangersIn(world, document).length === 0
	})
}

/** Whom the document shows as present, and who is not. */
function strangersIn(world: World, { documentId, handle }: OpenedDocument): number[] {
	const present = opened(world).filter((document) => document.documentId === documentId)
	const living = new Set(present.map(({ doc }) => doc.clientID))
	return [...handle.open.awareness.getStates().keys()].filter((client) => !living.has(client))
}

export function lookAtTheEnd(world: World): void {
	const { oracle, server } = world
	for (const document of opened(world)) {
		const strangers = strangersIn(world, document)
		if (strangers.length > 0) oracle.complain('presence of nobody', `${document.tab.name} sees ${strangers.join()}`)
	}
	if (!isQuiet(world)) oracle.complain('never quiet', restless(world))
	for (const documentId of world.documents.keys()) {
		const truth = world.truthOf(documentId)
		const replicas = opened(world).filter((document) => document.documentId === documentId)
		for (const edit of truth.edits) {
			if (edit.isVoid) continue
			const holders = replicas.filter(({ has }) => has.has(edit))
			const who = `edit ${edit.id} of ${edit.deviceId} in ${documentId}`
			if (truth.stored.has(edit) || truth.held.has(edit)) {
				if (truth.stored.has(edit) && holders.length < replicas.length)
					oracle.complain('not alike', `${who} is in ${holders.length} of ${replicas.length} replicas`)
			} else if (edit.wasStored && !server.disk.wasRestored()) oracle.complain('acknowledged and lost', `${who} was stored`)
			else if (edit.keptBy.has(edit.deviceId)) oracle.complain('thrown away', `${who} was kept by its device`)
			else if (edit.wasStored && edit.keptBy.size > 0)
				oracle.complain('thrown away', `${who} did not come back after the backup from ${[...edit.keptBy].join()}`)
		}
		const stored = new Y.Doc()
		for (const { update } of server.disk.data.documents.get(documentId)?.rows ?? []) Y.applyUpdate(stored, update.bytes)
		for (const { doc, tab } of replicas) {
			if (contents(doc) !== contents(stored)) oracle.complain('not alike', `${tab.name} has another ${documentId}`)
		}
		const stages = stored.getArray('stages').toJSON() as unknown[]
		if (stages.length !== 3) oracle.complain('written twice', `${documentId} begins with ${stages.length} stages`)
	}
}

function restless(world: World): string {
	return opened(world)
		.map(({ tab, documentId, handle, has }) => {
			const { unsent, unsaved, isSynced, connection, refusal, localStore } = handle.open.snapshot()
			const { stored } = world.truthOf(documentId)
			const lacks = [...stored].filter((edit) => !edit.isVoid && !has.has(edit)).length
			return `${tab.name} ${documentId}: ${JSON.stringify({ unsent, unsaved, isSynced, connection, refusal, localStore, lacks })}`
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

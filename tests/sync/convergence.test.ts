/**
 * Whatever people write and however their links break: in the end everybody has the same plan, the
 * storage has it too, and no acknowledged edit is missing. A failing seed becomes a named test below.
 */
import fc from 'fast-check'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { activityNotes, readActivities, readDeletedActivities } from '#domain/plan/activity.ts'
import { deleteActivity, editActivity, markActivity, restoreActivity } from '#domain/plan/edit.ts'
import { addActivity, moveActivity } from '#domain/plan/position.ts'
import { activitiesMap, metaMap, stagesMap } from '#domain/plan/layout.ts'
import { statuses } from '#domain/plan/mark.ts'
import { readStages } from '#domain/plan/stage.ts'
import { fillPlanFromRoadmap } from '#domain/roadmaps/roadmap.ts'
import { beginnerHead } from '#domain/roadmaps/tomsk.ts'
import { openMigrated } from '../../server/data.ts'
import { createMemoryStorage } from '../../server/documents/storage/testing/memory.ts'
import { createSqliteStorage } from '../../server/documents/storage/sqlite/storage.ts'
import type { DocumentStorage } from '../../server/documents/storage/storage.ts'
import { createLocalPeer, openRooms, type LocalPeer } from '../support/peer-in-process.ts'

const documentId = 'plan:program-1'

type Step =
	| { type: 'edit'; who: number; kind: number; pick: number }
	| { type: 'carry'; who: number; count: number }
	| { type: 'part' | 'meet'; who: number }
	| { type: 'wait' | 'restart' | 'fail' }

const who = fc.nat(2)
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 10,
		arbitrary: fc.record({ type: fc.constant('edit' as const), who, kind: fc.nat(8), pick: fc.nat(1000) })
	},
	{
		weight: 8,
		arbitrary: fc.record({ type: fc.constant('carry' as const), who, count: fc.integer({ min: 1, max: 4 }) })
	},
	{ weight: 2, arbitrary: fc.record({ type: fc.constant('part' as const), who }) },
	{ weight: 3, arbitrary: fc.record({ type: fc.constant('meet' as const), who }) },
	{ weight: 3, arbitrary: fc.record({ type: fc.constant('wait' as const) }) },
	{ weight: 1, arbitrary: fc.record({ type: fc.constant('restart' as const) }) },
	{ weight: 1, arbitrary: fc.record({ type: fc.constant('fail' as const) }) }
)

describe('convergence', () => {
	it(
		'[R1][R4][R6] Viktor, Irina and her phone end up with one plan, on memory',
		() =>
			fc.assert(
				fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120 }), (steps) =>
					live(steps, createMemoryStorage())
				),
				{ numRuns: 100, endOnFailure: true }
			),
		30_000
	)

	it(
		'[R1][R4][R6] Viktor, Irina and her phone end up with one plan, on SQLite',
		() =>
			fc.assert(
				fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120 }), (steps) =>
					live(steps, createSqliteStorage(openMigrated(':memory:')))
				),
				{ numRuns: 30, endOnFailure: true }
			),
		30_000
	)
})

async function live(steps: readonly Step[], durable: DocumentStorage): Promise<void> {
	let failNext = false
	const storage: DocumentStorage = {
		...durable,
		append(id, update) {
			if (!failNext) return durable.append(id, update)
			failNext = false
			return Promise.reject(new Error('disk full'))
		}
	}
	await createPlan(durable)
	let rooms = openRooms(storage)
	const peers = ['viktor', 'irina', 'irina'].map((personId) => createLocalPeer({ personId, documentId }))
	for (const peer of peers) await peer.goOnline(rooms)
	await settle(peers)

	let number = 0
	for (const action of steps) {
		switch (action.type) {
			case 'edit':
				edit(at(peers, action.who).doc, action.kind, action.pick, `${action.who}-${number++}`)
				break
			case 'carry':
				at(peers, action.who).carry(action.count)
				break
			case 'part':
				at(peers, action.who).goOffline()
				break
			case 'meet':
				await at(peers, action.who).goOnline(rooms)
				break
			case 'wait':
				await setImmediate()
				break
			case 'restart':
				rooms = openRooms(storage)
				for (const peer of peers) peer.goOffline()
				break
			case 'fail':
				failNext = true
				break
		}
	}

	failNext = false
	await settle(peers)
	for (const peer of peers) if (!peer.isOnline()) await peer.goOnline(rooms)
	await settle(peers)
	const stored = new Y.Doc()
	for (const { bytes } of await durable.load(documentId)) Y.applyUpdate(stored, bytes)
	for (const peer of peers) {
		expect(contents(peer.doc)).toEqual(contents(stored))
		expect(Y.snapshotContainsUpdate(Y.snapshot(stored), peer.acknowledged())).toBe(true)
		expect(Y.snapshotContainsUpdate(Y.snapshot(stored), Y.encodeStateAsUpdate(peer.doc))).toBe(true)
	}
}

/** Runs until nothing is on the way, also not in the storage; a device that was sent away stays away. */
async function settle(peers: readonly LocalPeer[]): Promise<void> {
	for (let quietTurns = 0; quietTurns < 8; quietTurns++) {
		if (peers.some((peer) => peer.pending() > 0)) quietTurns = 0
		for (const peer of peers) peer.carry(Infinity)
		await setImmediate()
	}
}

function edit(doc: Y.Doc, kind: number, pick: number, id: string): void {
	const author = { personId: 'viktor', at: new Date(Date.UTC(2026, 10, 21, 9, 0, pick)).toISOString() }
	const activity = choose(readActivities(doc), pick)
	const stage = choose(readStages(doc), pick)
	if (activity === undefined || stage === undefined) return
	const notes = activityNotes(doc, activity.id) as Y.Text
	switch (kind) {
		case 0:
			return addActivity(doc, { id: `added-${id}`, stageId: stage.id, title: `Встреча ${id}` }, author)
		case 1:
			return editActivity(doc, activity.id, { title: `Название ${id}`, place: 'школа № 4' }, author)
		case 2:
			return moveActivity(doc, activity.id, stage.id, null)
		case 3: {
			const status = choose(statuses, pick) ?? 'done'
			return markActivity(doc, activity.id, { markId: `mark-${id}`, status, doneOn: '2026-11-21' }, author)
		}
		case 4:
			return deleteActivity(doc, activity.id, author)
		case 5: {
			const deleted = choose(readDeletedActivities(doc), pick)
			return deleted === undefined ? undefined : restoreActivity(doc, deleted.id)
		}
		case 6:
		case 7:
			return notes.insert(pick % (notes.length + 1), `текст ${id}`)
		case 8:
			return notes.length === 0 ? undefined : notes.delete(pick % notes.length, 1)
	}
}

async function createPlan(storage: DocumentStorage): Promise<void> {
	const doc = new Y.Doc()
	const by = { personId: 'server', at: '2026-09-01T00:00:00.000Z' }
	fillPlanFromRoadmap(doc, beginnerHead, { title: 'Программа', startsOn: '2026-09-01', termMonths: 24 }, by)
	await storage.createDocument(documentId)
	await storage.append(documentId, { bytes: Y.encodeStateAsUpdate(doc), deviceId: 'server', ...by })
}

function contents(doc: Y.Doc): unknown {
	return [metaMap(doc), stagesMap(doc), activitiesMap(doc)].map((map) => map.toJSON() as unknown)
}

function choose<Item>(items: readonly Item[], pick: number): Item | undefined {
	return items.length === 0 ? undefined : items[pick % items.length]
}

function at(peers: readonly LocalPeer[], index: number): LocalPeer {
	const peer = peers[index]
	if (peer === undefined) throw new Error(`No peer ${index}`)
	return peer
}

import { flushSync } from 'svelte'
import { expect, it, vi } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { activityNotes } from '#domain/plan/activity.ts'
import { addMeeting, editActivity, editStage, markActivity } from '#domain/plan/edit.ts'
import { calmSnapshot } from '#lib/sync/document/testing/calm-snapshot.ts'
import { createPlan, viktor } from '../../../tests/support/plan-pair.ts'
import { PlanState } from './plan.svelte.ts'
import { PresenceState, SyncStatus } from './program.svelte.ts'

/** How often each of them ran. */
function watch<Name extends string>(readers: Record<Name, () => unknown>) {
	const runs = Object.fromEntries(Object.keys(readers).map((name) => [name, 0])) as Record<Name, number>
	const stop = $effect.root(() => {
		for (const name of Object.keys(readers) as Name[])
			$effect(() => {
				readers[name]()
				runs[name]++
			})
	})
	flushSync()
	return { runs, stop }
}

it('what an update has not changed runs nothing, and whoever reads the document itself runs with each', () => {
	const doc = createPlan()
	const plan = new PlanState(doc)
	const { runs, stop } = watch({
		activity: () => plan.activity('a1-1'),
		activities: () => plan.activities,
		stages: () => plan.stages,
		summary: () => plan.summary,
		notes: () => plan.read('notes', activityNotes, 'a1-1'),
		document: () => plan.follow()
	})
	const all = { activity: 1, activities: 1, stages: 1, summary: 1, notes: 1, document: 1 }
	expect(runs).toEqual(all)
	const notes = activityNotes(doc, 'a1-1') as Y.Text
	// The first one makes notes where there were none.
	notes.insert(0, 'Ж')
	flushSync()
	const noted = { ...all, activity: 2, activities: 2, document: 2 }
	expect(runs).toMatchObject({ activity: 2, activities: 2, stages: 1, document: 2 })
	const { summary } = runs
	notes.insert(1, 'Щ')
	flushSync()
	expect(runs).toEqual({ ...noted, summary, document: 3 })
	editActivity(doc, 'a1-2', { place: 'Лицей' }, viktor())
	flushSync()
	expect(runs).toMatchObject({ activity: 2, activities: 3, stages: 1, notes: 1, document: 4 })
	editStage(doc, 's1', { endsOn: '2026-10-20' }, viktor())
	flushSync()
	expect(runs).toMatchObject({ activity: 2, activities: 3, stages: 2, document: 5 })
	stop()
})

it('a letter on its way to the server changes the snapshot, and not how the device stands', () => {
	let snapshot = calmSnapshot
	let tell = () => {}
	const status = new SyncStatus({
		snapshot: () => snapshot,
		subscribe(listener) {
			tell = ((before) => () => (before(), listener()))(tell)
			return () => undefined
		},
		reconnect() {}
	})
	const { runs, stop } = watch({ snapshot: () => status.snapshot, right: () => status.standing.right })
	snapshot = { ...snapshot, unsent: 1 }
	tell()
	flushSync()
	expect(runs).toEqual({ snapshot: 2, right: 1 })
	snapshot = { ...snapshot, right: 'read' }
	tell()
	flushSync()
	expect(runs).toEqual({ snapshot: 3, right: 2 })
	expect(status.standing.right).toBe('read')
	stop()
})

it('a letter in an old plan reads no more of it than in a new one, and makes Yjs encode nothing for the screens', () => {
	const old = createPlan()
	for (let index = 0; index < 40; index++) {
		addMeeting(old, `m${index}`, { topic: 'Визит' }, viktor())
		markActivity(old, 'a1-1', { markId: `k${index}`, status: 'inProgress', doneOn: '2026-11-20' }, viktor())
	}
	const countsOf = (before: Y.Doc) => {
		const doc = new Y.Doc()
		const plan = new PlanState(doc)
		const { stop } = watch({
			activities: () => plan.activities,
			activity: () => plan.activity('a1-1')?.marks,
			meetings: () => [plan.meetings, plan.deletedMeetings],
			summary: () => plan.summary,
			profile: () => plan.profile
		})
		expect(doc._observers.has('update')).toBe(false)
		Y.applyUpdate(doc, Y.encodeStateAsUpdate(before))
		const notes = activityNotes(doc, 'a1-1') as Y.Text
		notes.insert(0, 'Ж')
		flushSync()
		const get = vi.spyOn(Y.Map.prototype, 'get')
		const iterate = vi.spyOn(Y.Map.prototype, Symbol.iterator)
		const toDelta = vi.spyOn(Y.Text.prototype, 'toDelta')
		notes.insert(1, 'Щ')
		flushSync()
		const counts = [get, iterate, toDelta].map(({ mock }) => mock.calls.length)
		vi.restoreAllMocks()
		stop()
		return counts
	}
	const counts = countsOf(old)
	expect(counts).toEqual(countsOf(createPlan()))
	expect(counts[0]).toBeGreaterThan(0)
	expect(counts[2]).toBe(0)
})

it('Irina’s caret leaves the text with the screen, when no state may change', () => {
	const awareness = new Awareness(new Y.Doc())
	awareness.setLocalState({ personId: 'irina', openItemId: 'a1' })
	const presence = new PresenceState(awareness, 'irina')
	const { runs, stop } = watch({ others: () => presence.others })
	const leaving = $effect.root(() => {
		const screen = $derived.by(() => presence.setOpenItem(null))
		expect(() => screen).not.toThrow()
	})
	awareness.states.set(7, { personId: 'viktor', openItemId: 'a1' })
	awareness.emit('change', [{ added: [7], updated: [], removed: [] }, 'remote'])
	flushSync()
	expect(runs).toEqual({ others: 2 })
	leaving()
	stop()
})

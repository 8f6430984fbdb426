import 'fake-indexeddb/auto'
import { expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { addAgreement, addMeeting } from '#domain/plan/edit.ts'
import { readMeeting } from '#domain/plan/meeting.ts'
import { createFakeDevice } from '#lib/sync/document/testing/fake-device.ts'
import { databaseName } from '#lib/sync/document/store-database.ts'
import { appendStored, readStoredDocument } from '#lib/sync/stored/stored-document.ts'
import { createPlan, viktor } from '../../../tests/support/plan-pair.ts'
import { KeptPrograms } from './kept-programs.svelte.ts'

it('Viktor taps thrice, faster than the store: each tap starts from what the one before it left', async () => {
	createFakeDevice('viktor')
	const plan = createPlan()
	addMeeting(plan, 'm', { heldOn: '2026-11-20' }, viktor())
	addAgreement(plan, 'm', 'a', { text: 'Позвонить' }, viktor())
	const name = databaseName('viktor', 'plan:1')
	await appendStored(name, { edited: [Y.encodeStateAsUpdate(plan)], count: { own: 1, others: 0 } })

	const kept = new KeptPrograms()
	const taps = [true, false, true].map((isKept) =>
		kept.markAgreement('viktor', 'plan:1', { meetingId: 'm', agreementId: 'a', isKept })
	)
	expect(await Promise.all(taps)).toEqual([true, true, true])
	const { doc } = await readStoredDocument(name)
	expect(readMeeting(doc, 'm')?.agreements[0]?.isKept).toBe(true)
	vi.unstubAllGlobals()
})

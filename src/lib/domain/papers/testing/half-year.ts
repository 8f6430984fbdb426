/** The plan of Viktor and Irina half a year into their programme, for tests of reports. */
import type * as Y from 'yjs'
import { createPlan, irina, viktor } from '../../../../../tests/support/plan-pair.ts'
import { addAgreement, addMeeting, editActivity, markActivity, markAgreement } from '../../plan/edit.ts'

export const half = { from: '2026-09-08', until: '2026-12-10' }

function mark(plan: Y.Doc, id: string, status: 'done' | 'cancelled' | 'inProgress', doneOn = '2026-10-01'): void {
	markActivity(plan, id, { markId: `${id} ${status}`, status, doneOn }, irina())
}

function due(plan: Y.Doc, dueOn: string, ...ids: string[]): void {
	for (const id of ids) editActivity(plan, id, { dueOn }, viktor())
}

export function halfYear(): Y.Doc {
	const plan = createPlan('2026-09-08')
	due(plan, '2026-10-05', 'a1-1', 'a1-2', 'a1-3')
	due(plan, '2026-12-01', 'a2-1', 'a2-2')
	due(plan, '2027-01-20', 'a2-3')
	mark(plan, 'a1-1', 'done', '2026-10-02')
	mark(plan, 'a1-2', 'done', '2026-12-15')
	mark(plan, 'a1-3', 'cancelled')
	mark(plan, 'a2-1', 'inProgress')
	mark(plan, 'a2-3', 'done', '2026-11-11')
	addMeeting(plan, 'm1', { heldOn: '2026-11-20', topic: 'Охрана труда' }, viktor())
	addMeeting(plan, 'm2', { heldOn: '2026-12-09', topic: 'Смета' }, viktor())
	addMeeting(plan, 'm3', { heldOn: '2027-02-01', topic: 'Потом' }, viktor())
	addAgreement(plan, 'm1', 'g1', { text: 'Прислать смету' }, viktor())
	addAgreement(plan, 'm1', 'g2', { text: 'Позвонить' }, viktor())
	markAgreement(plan, 'm1', 'g1', { markId: 'kept', isKept: true }, irina())
	return plan
}

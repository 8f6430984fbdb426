import { expect, it } from 'vitest'
import { addAgreement, addMeeting } from '#domain/plan/edit.ts'
import { PlanState } from '#lib/state/plan.svelte.ts'
import { type ProgramContext, setProgram } from '#lib/state/program.svelte.ts'
import { createPlan, irina } from '../../../../../../tests/support/plan-pair.ts'
import { renderWithin } from '../../../../../../tests/support/render-within.ts'
import AgreementForm from './AgreementForm.svelte'

/** The field of the deadline that Irina sees for an agreement made on 27 November. */
function deadlineField(dueOn: string | null, today = '2026-11-28'): string {
	const doc = createPlan('2026-09-08')
	addMeeting(doc, 'm', { heldOn: '2026-11-27' }, irina())
	addAgreement(doc, 'm', 'a', { text: 'Показать смету', dueOn }, irina())
	const provide = () =>
		setProgram({
			...{ listing: { participants: [], formerParticipants: [] }, me: { id: 'irina' } },
			...{ plan: new PlanState(doc), session: { plan: { doc } }, today: { date: today } }
		} as unknown as ProgramContext)
	const form = renderWithin(provide, AgreementForm, { meetingId: 'm', id: 'a', onclose: () => undefined })
	return /<input[^>]*type="date"[^>]*>/.exec(form)?.[0] ?? ''
}

it('what is agreed at a meeting is due on its day or later', () => {
	expect(deadlineField(null)).toContain('min="2026-11-27"')
	expect(deadlineField('2026-12-20')).toContain('min="2026-11-27"')
})

it('what is brought to a meeting still to come may be due before it', () => {
	expect(deadlineField(null, '2026-11-01')).not.toContain('min="2026-11-27"')
})

it('an agreement that has an earlier day already keeps it', () => {
	const field = deadlineField('2025-10-01')
	expect(field).toContain('min="2025-10-01"')
	expect(field).not.toContain('aria-invalid')
})

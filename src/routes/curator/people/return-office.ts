import type { EndedOffice, OfficeListing } from '#protocol/office-api.ts'
import { m } from '#lib/paraglide/messages.js'
import { officesApi } from '#lib/sync/api-offices.ts'
import type { Toasts } from '#lib/state/toasts.svelte.ts'
import { failureText } from '../../failure-text.ts'
import type { AskedList } from './asked-list.svelte.ts'

/** An appointment that was ended by mistake goes on, or it is told why not. */
export async function returnOffice(
	{ id, officeId, organisation }: Pick<EndedOffice, 'id' | 'officeId' | 'organisation'>,
	composition: AskedList<OfficeListing>,
	toasts: Toasts
): Promise<void> {
	const result = await officesApi.return(id)
	await composition.again()
	if (result.ok) return void toasts.show(m.people_office_returned())
	const holder = composition.answer?.held.find(
		(one) => one.officeId === officeId && one.organisation?.id === organisation?.id
	)
	const isHeld = result.field === 'held' && holder !== undefined
	const text = isHeld
		? m.people_office_held({ name: holder.person.name })
		: result.code === 'conflict'
			? m.people_office_busy()
			: failureText(result.code)
	toasts.show(text, { isFailure: true })
}

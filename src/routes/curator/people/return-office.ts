import { findHeldOffice } from '#domain/regulation/roles.ts'
import type { EndedOffice, OfficeListing } from '#protocol/api/staff.ts'
import { m } from '#lib/paraglide/messages.js'
import type { ApiFailure } from '#lib/sync/api.ts'
import { officesApi } from '#lib/sync/api-people.ts'
import type { Toasts } from '#lib/state/toasts.svelte.ts'
import { failureText } from '../../forms/failure-text.ts'
import type { AskedList } from './asked-list.svelte.ts'
import { heldByText } from './held-by.ts'

type Returned = Pick<EndedOffice, 'id' | 'officeId' | 'holders' | 'person' | 'organisation'>

/** An appointment that was ended by mistake goes on, or it is told why not. */
export async function returnOffice(
	office: Returned,
	composition: AskedList<OfficeListing>,
	toasts: Toasts
): Promise<void> {
	const result = await officesApi.return(office.id)
	await composition.again()
	if (result.ok) toasts.show(m.people_office_returned())
	else toasts.show(returnRefusalText(result, office, composition.answer), { isFailure: true })
}

/** `listing`: what holds by now. */
export function returnRefusalText(
	{ code, field }: Pick<ApiFailure, 'code' | 'field'>,
	{ officeId, holders, person, organisation }: Omit<Returned, 'id'>,
	listing: Pick<OfficeListing, 'composition' | 'held'> | null
): string {
	if (code !== 'conflict') return failureText(code)
	if (field === 'left') return m.people_office_left()
	if (field !== 'held' || listing === null) return m.people_office_busy()
	const of = { officeId, personId: person.id, organisationId: organisation?.id ?? null }
	return heldByText(findHeldOffice(listing, { officeId, holders }), listing.held, of)
}

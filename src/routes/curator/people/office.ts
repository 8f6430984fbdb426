/** Offices in the body that the regulation founds: the shared list, restoring an assignment, and its words. */
import { createContext } from 'svelte'
import { findAssignedOffice, findHolderInTheWay } from '#domain/regulation/roles.ts'
import type { Office } from '#domain/regulation/schema.ts'
import { m } from '#lib/paraglide/messages.js'
import type { Toasts } from '#lib/state/toasts.svelte.ts'
import { call, type ApiFailure } from '#lib/sync/api.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { aboutText } from '#lib/ui/format.ts'
import type { EndedOffice, OfficeAssignment, OfficeListing } from '#protocol/api/staff.ts'
import { failureText } from '../../forms/failure.ts'
import type { Asked } from '#lib/state/asked.svelte.ts'
import { orderText } from './form/order.ts'

type Returned = Pick<EndedOffice, 'id' | 'officeId' | 'holders' | 'person' | 'organisation'>

/** Restores an assignment that was ended by mistake; otherwise a toast says why not. */
export async function returnOffice(office: Returned, composition: Asked<OfficeListing>, toasts: Toasts): Promise<void> {
	const result = await call('POST /api/offices/:id/return', { id: office.id })
	await composition.again()
	if (result.ok) toasts.show(m.people_office_returned())
	else toasts.show(returnRefusalText(result, office, composition.answer), { isFailure: true })
}

/** `listing`: the current state. */
export function returnRefusalText(
	{ code, field }: Pick<ApiFailure, 'code' | 'field'>,
	{ officeId, holders, person, organisation }: Omit<Returned, 'id'>,
	listing: Pick<OfficeListing, 'composition' | 'held'> | null
): string {
	if (code !== 'conflict') return failureText(code)
	if (field === 'left') return m.people_office_left()
	if (field !== 'held' || listing === null) return m.people_office_busy()
	const of = { officeId, personId: person.id, organisationId: organisation?.id ?? null }
	return takenText(findAssignedOffice(listing, { officeId, holders }), listing.held, of)
}

/** The holders of offices in the body that the regulation founds. All screens of «Люди» share one request. */
export const [getComposition, setComposition] = createContext<Asked<OfficeListing>>()

/**
 * Whether there is anything to show: the regulation founds such a body, or another one did and somebody holds or held
 * an office.
 */
export function hasComposition(listing: OfficeListing | null): boolean {
	return listing !== null && (listing.composition !== null || listing.held.length + listing.ended.length > 0)
}

/** Names the person whose assignment prevents this one; if there is none, says that something changed a moment ago. */
export function takenText(
	office: Pick<Office, 'id' | 'holders'>,
	assignments: readonly OfficeAssignment[],
	of: { personId: string; organisationId: string | null }
): string {
	const holders = assignments.map(({ officeId, person, organisation }) => ({
		officeId,
		personId: person.id,
		organisationId: organisation?.id ?? null,
		name: person.name
	}))
	const holder = findHolderInTheWay(office, holders, of)
	return holder === null ? m.people_office_busy() : m.people_office_taken({ name: holder.name })
}

/** «закрепление: Школа № 26 · с 15 февраля · приказ № 78, 12 февраля» */
export function assignmentText({ organisation, since, order }: OfficeAssignment): string {
	return aboutText([organisationText(organisation), m.people_office_from({ day: formatDay(since) }), orderText(order)])
}

/** The person's workplace, shown beside the name. */
export function workText({ post, workplace }: OfficeAssignment): string {
	return aboutText([post, workplace])
}

/** «Модератор · с 15 февраля по 30 сентября · приказ № 78, 12 февраля · завершение: приказ № 90, 30 сентября · запись: …» */
export function endedText({ wording, organisation, since, on, order, endingOrder, by }: EndedOffice): string {
	const span = m.people_office_span({ since: formatDay(since), until: formatDay(on) })
	const orders = [
		order === null ? null : orderText(order),
		endingOrder === null ? null : m.people_office_ending_order({ order: orderText(endingOrder) })
	]
	return aboutText([wording, organisationText(organisation), span, ...orders, m.people_role_ended_by({ name: by })])
}

function organisationText(organisation: OfficeAssignment['organisation']): string | null {
	return organisation === null ? null : m.people_office_of({ organisation: organisation.name })
}

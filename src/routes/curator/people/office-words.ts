import type { EndedOffice, HeldOffice } from '#protocol/api/staff.ts'
import { aboutText } from '#lib/ui/about-text.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { m } from '#lib/paraglide/messages.js'
import { orderText } from './form/order-text.ts'

/** «закрепление: Школа № 26 · с 15 февраля · приказ № 78, 12 февраля» */
export function heldText({ organisation, since, order }: HeldOffice): string {
	return aboutText([organisationText(organisation), m.people_office_from({ day: formatDay(since) }), orderText(order)])
}

/** Where the person works stands beside their name. */
export function workText({ post, workplace }: HeldOffice): string {
	return aboutText([post, workplace])
}

/** «Модератор · с 15 февраля по 30 сентября · приказ № 78, 12 февраля · завершение: приказ № 90, 30 сентября · записал(а) …» */
export function endedText({ wording, organisation, since, on, order, endingOrder, by }: EndedOffice): string {
	const span = m.people_office_span({ since: formatDay(since), until: formatDay(on) })
	const orders = [
		order === null ? null : orderText(order),
		endingOrder === null ? null : m.people_office_ending_order({ order: orderText(endingOrder) })
	]
	return aboutText([wording, organisationText(organisation), span, ...orders, m.people_role_ended_by({ name: by })])
}

function organisationText(organisation: HeldOffice['organisation']): string | null {
	return organisation === null ? null : m.people_office_of({ organisation: organisation.name })
}

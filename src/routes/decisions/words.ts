/** What is to be done about a ledger, in words, and the link to it. */
import { resolve } from '$app/paths'
import type { News } from '#domain/ledger/chronicle.ts'
import type { Decision } from '#domain/ledger/statement.ts'
import { m } from '#lib/paraglide/messages.js'
import { formatDay } from '#lib/ui/dates.ts'
import { aboutText } from '#lib/ui/format.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import { shortName } from '../names.ts'
import type { Waiting } from './listing.ts'

/** `more`: how many more things wait with it. */
export function waitingWords(waiting: Waiting, more = 0): string {
	const first = firstWords(waiting)
	return more === 0 ? first : m.forming_waits_more({ first, count: more })
}

function firstWords(waiting: Waiting): string {
	switch (waiting.type) {
		case 'consent':
			return m.forming_waits_consent()
		case 'sign':
			return signWords[waiting.decision]()
		case 'acquaint':
			return m.forming_waits_acquaint()
		case 'register':
			return m.forming_waits_register()
		case 'settle-consent-withdrawal':
			return m.forming_waits_withdrawal()
		case 'unfit-mentor':
			return m.forming_waits_fit_mentor()
		case 'find-mentor':
			return m.forming_waits_mentor()
		case 'draft-order':
			return m.forming_waits_order()
		case 'answer-consultation':
			return m.consultation_waits_answer()
		case 'refer-consultation':
			return m.consultation_waits_referral()
		case 'answer':
			return m.forming_waits_answer()
	}
}

/** What failed in forming the programme; '': nothing failed. */
export function setbackWords({ setback }: Pick<LedgerListing, 'setback'>): string {
	switch (setback?.type) {
		case 'proposal-refused': {
			const name = shortName(setback.name)
			if (setback.ground === null) return m.forming_setback_refused_plainly({ name })
			return m.forming_setback_refused({ name, ground: setback.ground })
		}
		case 'order-declined':
			return m.forming_setback_declined({ ground: setback.ground })
		case undefined:
			return ''
	}
}

/** '' for a participant. */
export function ownConsentWords({ ownConsent }: Pick<LedgerListing, 'ownConsent'>): string {
	switch (ownConsent) {
		case 'stands':
			return m.forming_consent_stands()
		case 'withdrawn':
			return m.forming_consent_withdrawn()
		case 'publication':
			return m.forming_consent_publication()
		case 'over':
			return m.forming_consent_over()
		case null:
			return ''
	}
}

/** When and in which role a person who never took part consented; '' for everybody else. */
export function consentedWords({ ownConsentSaid }: Pick<LedgerListing, 'ownConsentSaid'>): string {
	if (ownConsentSaid === null) return ''
	const said = ownConsentSaid.role === 'mentor' ? m.forming_consented_as_mentor : m.forming_consented_as_mentee
	return said({ day: formatDay(ownConsentSaid.on) })
}

export function waitingHref({ programId }: LedgerListing, waiting: Waiting | null): string {
	switch (waiting?.type) {
		case 'find-mentor':
		case 'unfit-mentor':
			return resolve('/decisions/[programId]/shortlist', { programId })
		case 'draft-order':
			return resolve('/decisions/[programId]/order', { programId })
		case 'consent':
		case 'sign':
		case 'acquaint':
		case 'register':
		case 'settle-consent-withdrawal':
		case 'answer-consultation':
		case 'refer-consultation':
		case 'answer':
		case undefined:
			return resolve('/decisions/[programId]', { programId })
	}
}

const signWords: Record<Decision['type'], () => string> = {
	order: m.forming_waits_order_signature,
	extend: m.forming_waits_extend,
	change: m.forming_waits_change,
	release: m.forming_waits_release,
	replace: m.forming_waits_replace,
	leave: m.forming_waits_leave,
	join: m.forming_waits_join,
	edition: m.forming_waits_edition,
	closure: m.forming_waits_closure
}

type Declined = Extract<News, { type: 'declined' }>

/** What others have answered or announced. `text`: the answer or what follows; `detail`: what it answers, or why. */
export function newsWords(news: News): { text: string; detail: string } {
	switch (news.type) {
		case 'consultation-taken':
			return { text: m.consultation_said_take({ day: formatDay(news.on) }), detail: news.about }
		case 'consultation-referred': {
			const name = news.consultant || m.consultation_somebody()
			const text =
				news.on === null
					? m.consultation_said_refer({ name })
					: m.consultation_referred_on({ name, day: formatDay(news.on) })
			return { text, detail: news.about }
		}
		case 'declined':
			return {
				text: declinedWords[news.matter](),
				detail: aboutText([news.by, m.decision_declined_because({ ground: news.ground })])
			}
		case 'notice':
			return {
				text: m.news_ending({ day: formatDay(news.lastDay) }),
				detail: (news.isDeparture ? m.news_departure : m.news_notice)({ name: news.by })
			}
	}
}

const declinedWords: Record<Declined['matter'], () => string> = {
	extend: m.news_declined_extend,
	change: m.news_declined_change,
	release: m.news_declined_release,
	replace: m.news_declined_replace,
	leave: m.news_declined_leave,
	join: m.news_declined_join,
	edition: m.news_declined_edition,
	closure: m.news_declined_closure
}

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
	return waiting.type === 'sign' ? signWords[waiting.decision]() : firsts[waiting.type]()
}

const firsts: Readonly<Record<Exclude<Waiting['type'], 'sign'>, () => string>> = {
	consent: m.forming_waits_consent,
	acquaint: m.forming_waits_acquaint,
	register: m.forming_waits_register,
	'settle-consent-withdrawal': m.forming_waits_withdrawal,
	'unfit-mentor': m.forming_waits_fit_mentor,
	'find-mentor': m.forming_waits_mentor,
	'draft-order': m.forming_waits_order,
	'answer-consultation': m.consultation_waits_answer,
	'refer-consultation': m.consultation_waits_referral,
	answer: m.forming_waits_answer,
	feedback: m.forming_waits_feedback,
	'accept-report': m.forming_waits_report,
	'sign-report': m.forming_waits_report_signature
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
	return ownConsent === null ? '' : ownConsents[ownConsent]()
}

const ownConsents: Readonly<Record<NonNullable<LedgerListing['ownConsent']>, () => string>> = {
	stands: m.forming_consent_stands,
	withdrawn: m.forming_consent_withdrawn,
	publication: m.forming_consent_publication,
	over: m.forming_consent_over
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
		case 'feedback':
		case 'accept-report':
		case 'sign-report':
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
		case 'report-answered': {
			const said = news.remarks === null ? m.news_report_accepted : m.news_report_returned
			return { text: said({ day: formatDay(news.dueOn) }), detail: aboutText([news.by, news.remarks ?? '']) }
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

import { unbrokenNumber } from '#domain/text.ts'
import { fullName } from '#domain/papers/decline-name.ts'
import { isConsentPaper, type PaperKind } from '#domain/papers/kinds.ts'
import type { MadeOffer, NotYet } from '#domain/papers/offers.ts'
import type { Warning } from '#domain/papers/paper.ts'
import type { Former } from '#domain/papers/values.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { m } from '#lib/paraglide/messages.js'

export function paperKindWords(kind: PaperKind): string {
	switch (kind) {
		case 'order-pairs':
			return m.papers_order_pairs()
		case 'agreement':
			return m.papers_agreement()
		case 'petition-release':
			return m.papers_petition_release()
		case 'petition-replace':
			return m.papers_petition_replace()
		case 'petition-extend':
			return m.papers_petition_extend()
		case 'petition-change':
			return m.papers_petition_change()
		case 'petition-leave':
			return m.papers_petition_leave()
		case 'order-release':
			return m.papers_order_release()
		case 'order-replace':
			return m.papers_order_replace()
		case 'order-extend':
			return m.papers_order_extend()
		case 'order-change':
			return m.papers_order_change()
		case 'order-join':
			return m.papers_order_join()
		case 'order-leave':
			return m.papers_order_leave()
		case 'notice':
			return m.papers_notice()
		case 'statement':
			return m.papers_departure()
		case 'order-closure':
			return m.papers_order_closure()
		case 'letter':
			return m.papers_letter()
		case 'consent-duties':
			return m.papers_consent_duties()
		case 'consent-personal-data':
			return m.papers_consent_personal_data()
		case 'consent-publication':
			return m.papers_consent_publication()
	}
}

/** Since when the paper stays unchanged, and what may still be added. */
export function keptWords(kind: PaperKind): string {
	if (isConsentPaper(kind)) return m.papers_kept_consent()
	if (kind === 'agreement') return m.papers_kept_agreement()
	if (kind === 'order-replace') return m.papers_kept_replacement()
	return kind.startsWith('order') ? m.papers_kept_order() : m.papers_kept_asked()
}

/** Distinguishes a paper from others of its kind. */
export function offerWords({ people, former, follows, ...offer }: MadeOffer): string {
	const parts = [
		people.map(fullName).join(', '),
		former === null ? '' : formerWords(former),
		follows == null ? '' : paperKindWords(follows),
		stateWords(offer)
	]
	return parts.filter((part) => part !== '').join(' · ')
}

function formerWords(former: Former): string {
	switch (former) {
		case 'mentor':
			return m.papers_former_mentor()
		case 'mentee':
			return m.papers_former_mentee()
		case 'candidate':
			return m.papers_former_candidate()
	}
}

function stateWords({ state, on, registered }: Pick<MadeOffer, 'state' | 'on' | 'registered'>): string {
	if (state === 'draft') return m.papers_draft()
	if (registered !== null)
		return m.papers_numbered({ number: unbrokenNumber(registered.number), day: formatDay(registered.on) })
	if (on === null) return ''
	return state === 'withdrawn' ? m.papers_withdrawn({ day: formatDay(on) }) : m.papers_of_day({ day: formatDay(on) })
}

export function notYetWords(why: NotYet): string {
	switch (why) {
		case 'no-proposal':
			return m.papers_no_proposal()
		case 'no-order':
			return m.papers_no_order()
		case 'no-release':
			return m.papers_no_release()
		case 'no-replacement':
			return m.papers_no_replacement()
		case 'no-extension':
			return m.papers_no_extension()
		case 'no-change':
			return m.papers_no_change()
		case 'no-joining':
			return m.papers_no_joining()
		case 'no-leaving':
			return m.papers_no_leaving()
		case 'no-leave-petition':
			return m.papers_no_leave_petition()
		case 'no-notice':
			return m.papers_no_notice()
		case 'no-departure':
			return m.papers_no_departure()
		case 'no-closure':
			return m.papers_no_closure()
		case 'not-begun':
			return m.papers_not_begun()
		case 'no-contract':
			return m.papers_no_contract()
	}
}

export function warningWords(warning: Warning): string {
	switch (warning.type) {
		case 'missing':
			return m.papers_warning_missing({ name: warning.placeholder })
		case 'post':
			return m.papers_warning_post({ name: warning.name })
		case 'undeclined':
			return m.papers_warning_undeclined({ text: warning.text })
		case 'gender':
			return m.papers_warning_gender({ text: warning.text })
		case 'template':
			return m.papers_warning_template()
	}
}

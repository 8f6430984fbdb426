import { unbrokenNumber } from '#domain/text.ts'
import { fullName } from '#domain/papers/decline-name.ts'
import { isConsentPaper, type PaperKind, PROGRAM_PAPER } from '#domain/papers/kinds.ts'
import type { MadeOffer, NotYet } from '#domain/papers/offers.ts'
import type { Warning } from '#domain/papers/paper.ts'
import type { Former } from '#domain/papers/values.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { m } from '#lib/paraglide/messages.js'

export const paperKindWords: Readonly<Record<PaperKind, () => string>> = {
	program: m.papers_program,
	'order-pairs': m.papers_order_pairs,
	agreement: m.papers_agreement,
	'petition-release': m.papers_petition_release,
	'petition-replace': m.papers_petition_replace,
	'petition-extend': m.papers_petition_extend,
	'petition-change': m.papers_petition_change,
	'petition-leave': m.papers_petition_leave,
	'order-release': m.papers_order_release,
	'order-replace': m.papers_order_replace,
	'order-extend': m.papers_order_extend,
	'order-change': m.papers_order_change,
	'order-join': m.papers_order_join,
	'order-leave': m.papers_order_leave,
	notice: m.papers_notice,
	statement: m.papers_departure,
	'order-closure': m.papers_order_closure,
	feedback: m.papers_feedback,
	diploma: m.papers_diploma,
	letter: m.papers_letter,
	'consent-duties': m.papers_consent_duties,
	'consent-personal-data': m.papers_consent_personal_data,
	'consent-publication': m.papers_consent_publication
}

/** Since when the paper stays unchanged, and what may still be added. */
export function keptWords(kind: PaperKind): string {
	if (isConsentPaper(kind)) return m.papers_kept_consent()
	if (kind === PROGRAM_PAPER) return m.papers_kept_program()
	if (kind === 'feedback') return m.papers_kept_feedback()
	if (kind === 'agreement') return m.papers_kept_agreement()
	if (kind === 'order-replace') return m.papers_kept_replacement()
	return kind.startsWith('order') ? m.papers_kept_order() : m.papers_kept_asked()
}

/** Distinguishes a paper from others of its kind. */
export function offerWords({ people, former, follows, ...offer }: MadeOffer): string {
	const parts = [
		people.map(fullName).join(', '),
		former === null ? '' : formerWords[former](),
		follows == null ? '' : paperKindWords[follows](),
		stateWords(offer)
	]
	return parts.filter((part) => part !== '').join(' · ')
}

const formerWords: Readonly<Record<Former, () => string>> = {
	mentor: m.papers_former_mentor,
	mentee: m.papers_former_mentee,
	candidate: m.papers_former_candidate
}

function stateWords({ state, on, registered }: Pick<MadeOffer, 'state' | 'on' | 'registered'>): string {
	if (state === 'draft') return m.papers_draft()
	if (registered !== null)
		return m.papers_numbered({ number: unbrokenNumber(registered.number), day: formatDay(registered.on) })
	if (on === null) return ''
	return state === 'withdrawn' ? m.papers_withdrawn({ day: formatDay(on) }) : m.papers_of_day({ day: formatDay(on) })
}

export const notYetWords: Readonly<Record<NotYet, () => string>> = {
	'no-proposal': m.papers_no_proposal,
	'no-edition': m.papers_no_edition,
	'no-order': m.papers_no_order,
	'no-release': m.papers_no_release,
	'no-replacement': m.papers_no_replacement,
	'no-extension': m.papers_no_extension,
	'no-change': m.papers_no_change,
	'no-joining': m.papers_no_joining,
	'no-leaving': m.papers_no_leaving,
	'no-leave-petition': m.papers_no_leave_petition,
	'no-notice': m.papers_no_notice,
	'no-departure': m.papers_no_departure,
	'no-closure': m.papers_no_closure,
	'no-feedback': m.papers_no_feedback,
	'not-begun': m.papers_not_begun,
	'no-contract': m.papers_no_contract
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

/**
 * Says why a statement was refused, and how long somebody has served. A refusal continues «Не принято:», so it begins
 * with a small letter and has no full stop.
 */
import type { NeededRequisite } from '#domain/ledger/refusal.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'
import type { LedgerAnswer } from '#protocol/api/ledger.ts'
import { formatDay } from '../dates.ts'
import { consentKindWords } from './consents.ts'
import { conditionWords, monthsOfWords, monthsWords } from './ledger.ts'
import { contentWords, municipalCuratorWords, personOf, roleWords, type Wording } from './regulation.ts'

type Refusal = Extract<LedgerAnswer, { outcome: 'refused' }>['refusal']

export function refusalWords(refusal: Refusal, wording: Wording): string {
	// A newer server may refuse for a reason that this app does not know.
	const words = refusals[refusal.reason] as ((refusal: never, wording: Wording) => string) | undefined
	return words?.(refusal as never, wording) ?? ''
}

type RefusalOf<Reason> = Extract<Refusal, { reason: Reason }>

const refusals: { [Reason in Refusal['reason']]: (refusal: RefusalOf<Reason>, wording: Wording) => string } = {
	'not-your-role': () => m.decision_refused_not_your_role(),
	'not-your-programme': () => m.decision_refused_not_your_programme(),
	'already-said': () => m.decision_refused_already_said(),
	'wrong-phase': ({ phase }) => phases[phase](),
	'unknown-subject': () => m.decision_refused_unknown_subject(),
	'not-a-mentor': (refusal, { nameOf }) =>
		m.decision_refused_not_a_mentor({ name: personOf(refusal.personId, nameOf) }),
	'not-a-mentee': (refusal, { nameOf }) =>
		m.decision_refused_not_a_mentee({ name: personOf(refusal.personId, nameOf) }),
	'not-eligible': (refusal, { nameOf, regulation }) =>
		m.decision_refused_not_eligible({
			name: personOf(refusal.personId, nameOf),
			conditions: conditionWords(refusal.conditionIds, regulation)
		}),
	'unfit-category': (refusal, { nameOf }) =>
		m.decision_refused_unfit_category({ name: personOf(refusal.personId, nameOf) }),
	'open-program': (refusal, { nameOf }) =>
		m.decision_refused_open_program({ name: personOf(refusal.personId, nameOf), title: refusal.title }),
	'group-size': (refusal) => {
		const { min, max } = refusal
		return max === null ? m.decision_refused_group_size({ min }) : m.decision_refused_group_size_max({ min, max })
	},
	'group-too-small': (refusal) => m.decision_refused_group_too_small({ min: refusal.min }),
	'no-group-left': () => m.decision_refused_no_group_left(),
	'others-go-on': () => m.decision_refused_others_go_on(),
	'last-mentee': () => m.decision_refused_last_mentee(),
	'not-a-group': () => m.decision_refused_not_a_group(),
	'not-in-regulation': () => m.decision_refused_not_in_regulation(),
	'wrong-signer': (refusal) =>
		refusal.signer === 'participant'
			? m.decision_refused_signer_participant()
			: m.decision_refused_signer_representative(),
	'other-representative': (_, wording) =>
		m.decision_refused_other_representative({ curator: municipalCuratorWords(wording) }),
	'requisites-missing': (refusal, wording) =>
		m.decision_refused_requisites({
			missing: refusal.missing.map((field) => requisiteWords[field]()).join(', '),
			curator: municipalCuratorWords(wording)
		}),
	'consents-missing': (refusal, { nameOf }) => {
		const missing = refusal.missing.map((one) => {
			const kind = Object.entries(consentKindWords).find(([known]) => known === one.kind)?.[1]() ?? one.kind
			return `${personOf(one.personId, nameOf)} ${kind}`
		})
		return m.decision_refused_consents_missing({ missing: missing.join('; ') })
	},
	'not-your-turn': (refusal, wording) =>
		m.decision_refused_not_your_turn({ role: roleWords(refusal.waitsFor, wording) }),
	'signed-before': () => m.decision_refused_signed_before(),
	'own-pair': () => m.decision_refused_own_pair(),
	'not-ending': () => m.decision_refused_not_ending(),
	superseded: () => m.decision_refused_superseded(),
	withdrawn: () => m.decision_refused_withdrawn(),
	declined: () => m.decision_refused_declined(),
	'presentation-missing': () => m.decision_refused_presentation_missing(),
	'presented-later': () => m.decision_refused_presented_later(),
	'still-to-come': () => m.decision_refused_still_to_come(),
	'report-without-text': () => m.decision_refused_report_without_text(),
	'event-not-declared': () => m.decision_refused_event_not_declared(),
	'material-without-address': () => m.decision_refused_material_without_address(),
	'report-not-begun': (refusal) => m.decision_refused_report_not_begun({ day: formatDay(refusal.earliest) }),
	'consented-too-early': (refusal) => m.decision_refused_consented_too_early({ day: formatDay(refusal.earliest) }),
	'specialist-involved': (refusal) => m.decision_refused_specialist_involved({ name: refusal.name }),
	'mentor-first': () => m.decision_refused_mentor_first(),
	'consultation-settled': () => m.decision_refused_consultation_settled(),
	'asker-left': () => m.decision_refused_asker_left(),
	'before-asked': (refusal) => m.decision_refused_before_asked({ day: formatDay(refusal.earliest) }),
	'before-work': (refusal) => m.decision_refused_before_work({ day: formatDay(refusal.earliest) }),
	'before-signature': (refusal) => m.decision_refused_before_signature({ day: formatDay(refusal.earliest) }),
	'place-missing': () => m.decision_refused_place_missing(),
	'own-participant': (refusal, { nameOf }) =>
		m.decision_refused_own_participant({ name: personOf(refusal.personId, nameOf) }),
	'plan-changed': () => m.decision_refused_plan_changed(),
	'plan-unchanged': () => m.decision_refused_plan_unchanged(),
	'content-missing': (refusal, { regulation }) => {
		const missing = refusal.missing.map((section) => contentWords[section]()).join(', ')
		const clause = regulation?.programContent?.source.clause
		return clause === undefined
			? m.decision_refused_content_missing({ missing })
			: m.decision_refused_content_missing_by({ clause, missing })
	},
	term: (refusal) =>
		refusal.minMonths === refusal.maxMonths
			? m.decision_refused_term({ min: monthsWords(refusal.minMonths) })
			: m.decision_refused_term_span({ min: refusal.minMonths, max: monthsOfWords(refusal.maxMonths) }),
	'starts-too-early': (refusal) => m.decision_refused_starts_too_early({ day: formatDay(refusal.earliest) }),
	'starts-before-programme': (refusal) =>
		m.decision_refused_starts_before_programme({ day: formatDay(refusal.earliest) }),
	'too-far-ahead': (refusal) => m.decision_refused_too_far_ahead({ day: formatDay(refusal.latest) }),
	'not-longer': (refusal) => m.decision_refused_not_longer({ term: monthsWords(refusal.months) }),
	'results-missing': ({ missing }) => m.decision_refused_results_missing({ count: missing }),
	'plan-unfulfilled': ({ done, total, missing }) =>
		[
			m.decision_refused_plan_unfulfilled({ done, total }),
			...(missing === undefined ? [] : [m.decision_refused_results_missing({ count: missing })])
		].join('; '),
	'edition-missing': () => m.decision_refused_edition_missing(),
	'ground-missing': () => m.decision_refused_ground_missing(),
	'part-goes-on': (refusal, { nameOf }) =>
		m.decision_refused_membership_goes_on({ name: personOf(refusal.personId, nameOf) }),
	'notice-stands': () => m.decision_refused_notice_stands(),
	'notice-too-short': (refusal) => m.decision_refused_notice_too_short({ day: formatDay(refusal.earliest) }),
	malformed: () => m.decision_refused_malformed()
}

export const requisiteWords: Record<NeededRequisite, () => string> = {
	authority: m.requisite_authority,
	address: m.requisite_address,
	place: m.requisite_place,
	headPost: m.requisite_head_post,
	site: m.requisite_site
}

const phases = {
	requested: m.decision_refused_phase_requested,
	proposed: m.decision_refused_phase_requested,
	active: m.decision_refused_phase_active,
	closed: m.decision_refused_phase_closed
}

/** «3 года 2 месяца»; «12 дней» for less than a month. */
export function lengthWords({ years, months, days }: { years: number; months: number; days: number }): string {
	const parts = [...(years > 0 ? [yearsWords(years)] : []), ...(months > 0 ? [units(months, 'month')] : [])]
	return parts.length === 0 ? units(days, 'day') : parts.join(' ')
}

/** «5 лет» */
export function yearsWords(count: number): string {
	return units(count, 'year')
}

function units(count: number, unit: 'year' | 'month' | 'day'): string {
	return new Intl.NumberFormat(getLocale(), { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}

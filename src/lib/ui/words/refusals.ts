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
	const { nameOf, regulation } = wording
	const name = 'personId' in refusal ? personOf(refusal.personId, nameOf) : ''
	switch (refusal.reason) {
		case 'not-your-role':
			return m.decision_refused_not_your_role()
		case 'not-your-programme':
			return m.decision_refused_not_your_programme()
		case 'already-said':
			return m.decision_refused_already_said()
		case 'wrong-phase':
			return phases[refusal.phase]()
		case 'unknown-subject':
			return m.decision_refused_unknown_subject()
		case 'not-a-mentor':
			return m.decision_refused_not_a_mentor({ name })
		case 'not-a-mentee':
			return m.decision_refused_not_a_mentee({ name })
		case 'not-eligible':
			return m.decision_refused_not_eligible({ name, conditions: conditionWords(refusal.conditionIds, regulation) })
		case 'unfit-category':
			return m.decision_refused_unfit_category({ name })
		case 'open-program':
			return m.decision_refused_open_program({ name, title: refusal.title })
		case 'group-size': {
			const { min, max } = refusal
			return max === null ? m.decision_refused_group_size({ min }) : m.decision_refused_group_size_max({ min, max })
		}
		case 'group-too-small':
			return m.decision_refused_group_too_small({ min: refusal.min })
		case 'no-group-left':
			return m.decision_refused_no_group_left()
		case 'others-go-on':
			return m.decision_refused_others_go_on()
		case 'last-mentee':
			return m.decision_refused_last_mentee()
		case 'not-a-group':
			return m.decision_refused_not_a_group()
		case 'not-in-regulation':
			return m.decision_refused_not_in_regulation()
		case 'wrong-signer':
			return refusal.signer === 'participant'
				? m.decision_refused_signer_participant()
				: m.decision_refused_signer_representative()
		case 'other-representative':
			return m.decision_refused_other_representative({ curator: municipalCuratorWords(wording) })
		case 'requisites-missing':
			return m.decision_refused_requisites({
				missing: refusal.missing.map((field) => requisiteWords[field]()).join(', '),
				curator: municipalCuratorWords(wording)
			})
		case 'consents-missing': {
			const missing = refusal.missing.map((one) => {
				const kind = Object.entries(consentKindWords).find(([known]) => known === one.kind)?.[1]() ?? one.kind
				return `${personOf(one.personId, nameOf)} ${kind}`
			})
			return m.decision_refused_consents_missing({ missing: missing.join('; ') })
		}
		case 'not-your-turn':
			return m.decision_refused_not_your_turn({ role: roleWords(refusal.waitsFor, wording) })
		case 'signed-before':
			return m.decision_refused_signed_before()
		case 'own-pair':
			return m.decision_refused_own_pair()
		case 'superseded':
			return m.decision_refused_superseded()
		case 'withdrawn':
			return m.decision_refused_withdrawn()
		case 'declined':
			return m.decision_refused_declined()
		case 'presentation-missing':
			return m.decision_refused_presentation_missing()
		case 'presented-later':
			return m.decision_refused_presented_later()
		case 'still-to-come':
			return m.decision_refused_still_to_come()
		case 'report-not-begun':
			return m.decision_refused_report_not_begun({ day: formatDay(refusal.earliest) })
		case 'consented-too-early':
			return m.decision_refused_consented_too_early({ day: formatDay(refusal.earliest) })
		case 'specialist-involved':
			return m.decision_refused_specialist_involved({ name: refusal.name })
		case 'mentor-first':
			return m.decision_refused_mentor_first()
		case 'consultation-settled':
			return m.decision_refused_consultation_settled()
		case 'asker-left':
			return m.decision_refused_asker_left()
		case 'before-asked':
			return m.decision_refused_before_asked({ day: formatDay(refusal.earliest) })
		case 'before-signature':
			return m.decision_refused_before_signature({ day: formatDay(refusal.earliest) })
		case 'place-missing':
			return m.decision_refused_place_missing()
		case 'own-participant':
			return m.decision_refused_own_participant({ name })
		case 'plan-changed':
			return m.decision_refused_plan_changed()
		case 'plan-unchanged':
			return m.decision_refused_plan_unchanged()
		case 'content-missing': {
			const missing = refusal.missing.map((section) => contentWords[section]()).join(', ')
			const clause = regulation?.programContent?.source.clause
			return clause === undefined
				? m.decision_refused_content_missing({ missing })
				: m.decision_refused_content_missing_by({ clause, missing })
		}
		case 'term': {
			return refusal.minMonths === refusal.maxMonths
				? m.decision_refused_term({ min: monthsWords(refusal.minMonths) })
				: m.decision_refused_term_span({ min: refusal.minMonths, max: monthsOfWords(refusal.maxMonths) })
		}
		case 'starts-too-early':
			return m.decision_refused_starts_too_early({ day: formatDay(refusal.earliest) })
		case 'starts-before-programme':
			return m.decision_refused_starts_before_programme({ day: formatDay(refusal.earliest) })
		case 'too-far-ahead':
			return m.decision_refused_too_far_ahead({ day: formatDay(refusal.latest) })
		case 'not-longer':
			return m.decision_refused_not_longer({ term: monthsWords(refusal.months) })
		case 'plan-unfulfilled':
			return m.decision_refused_plan_unfulfilled({ done: refusal.done, total: refusal.total })
		case 'edition-missing':
			return m.decision_refused_edition_missing()
		case 'ground-missing':
			return m.decision_refused_ground_missing()
		case 'part-goes-on':
			return m.decision_refused_membership_goes_on({ name })
		case 'notice-stands':
			return m.decision_refused_notice_stands()
		case 'notice-too-short':
			return m.decision_refused_notice_too_short({ day: formatDay(refusal.earliest) })
		case 'malformed':
			return m.decision_refused_malformed()
	}
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

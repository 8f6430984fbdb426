/** What the yearly indices say of a school, and why (domain.md D7–D11). */
import type { Quartile, Risk, SchoolType, Typology } from '#domain/people/organisation.ts'
import { m } from '#lib/paraglide/messages.js'

export interface TypologyWords {
	/** Short, for a list. */
	tags: { text: string; tone: 'green' | 'amber' | 'red' }[]
	/** A sentence each. */
	reasons: string[]
}

export function typologyWords(typology: Typology): TypologyWords {
	const { resultsQuartile, wellBeingQuartile, type, isStablyHigh, isStablyLow, risks } = typology
	return {
		tags: [
			...(type === null ? [] : [{ text: typeNames[type](), tone: typeTones[type] }]),
			...(isStablyHigh ? [{ text: m.people_stably_high(), tone: 'green' as const }] : []),
			...(isStablyLow ? [{ text: m.people_stably_low(), tone: 'red' as const }] : []),
			...(risks.length > 0 ? [{ text: m.people_at_risk(), tone: 'amber' as const }] : [])
		],
		reasons: [
			m.people_results_quartile({ quartile: quartileNames[resultsQuartile]() }),
			...(wellBeingQuartile === null
				? [m.people_well_being_unknown()]
				: [m.people_well_being_quartile({ quartile: quartileNames[wellBeingQuartile]() })]),
			type === null ? m.people_type_none() : typeReasons[type](),
			...(isStablyHigh ? [m.people_stably_high_reason()] : []),
			...(isStablyLow ? [m.people_stably_low_reason()] : []),
			...(risks.length === 0 ? [m.people_risk_none()] : risks.map((risk) => riskReasons[risk]()))
		]
	}
}

const quartileNames: Readonly<Record<Quartile, () => string>> = {
	1: m.people_quartile_1,
	2: m.people_quartile_2,
	3: m.people_quartile_3,
	4: m.people_quartile_4
}

const typeNames: Readonly<Record<SchoolType, () => string>> = {
	effective: m.people_type_effective,
	resilient: m.people_type_resilient,
	ineffective: m.people_type_ineffective,
	failing: m.people_type_failing
}

const typeTones = { effective: 'green', resilient: 'green', ineffective: 'amber', failing: 'red' } as const

const typeReasons: Readonly<Record<SchoolType, () => string>> = {
	effective: m.people_type_effective_reason,
	resilient: m.people_type_resilient_reason,
	ineffective: m.people_type_ineffective_reason,
	failing: m.people_type_failing_reason
}

const riskReasons: Readonly<Record<Risk, () => string>> = {
	unstable: m.people_risk_unstable,
	differentiated: m.people_risk_differentiated,
	'part-time': m.people_risk_part_time,
	'advanced-below-average': m.people_risk_advanced
}

/**
 * An organisation in words: a school's type by its yearly indices, with the reasons (domain.md D7–D11), and the form's
 * fields.
 */
import { nanoid } from 'nanoid'
import {
	type Organisation,
	type OrganisationLevel,
	organisationSchema,
	type Quartile,
	type Risk,
	type SchoolType,
	type Typology
} from '#domain/people/organisation.ts'
import { m } from '#lib/paraglide/messages.js'
import { call } from '#lib/sync/api.ts'
import { decimal } from '#lib/ui/format.ts'
import { kindWords, organisationStatusWords } from '#lib/ui/words/regulation.ts'
import type { OrganisationRow } from '#protocol/api/people.ts'
import { Draft } from '../../../../forms/draft.svelte.ts'
import type { FieldWords, Labels } from '../../../../forms/problems.ts'

export interface TypologyWords {
	/** Short words for a list. */
	tags: { text: string; tone: 'green' | 'amber' | 'red' }[]
	/** One sentence each. */
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

/** `row`: null for a new organisation. `onstored` gets the server's answer. */
export function draftOrganisation(
	row: OrganisationRow | null,
	onstored: (row: OrganisationRow) => void
): Draft<Organisation> {
	const first = row?.organisation ?? emptyOrganisation(nanoid())
	/** A new organisation that was typed before and never saved keeps its first id. */
	let { id } = first
	return new Draft<Organisation>({
		schema: organisationSchema,
		labels: organisationLabels,
		kept: { value: row?.organisation ?? null, version: row?.version ?? null },
		first,
		async store(organisation, version, isNamesake) {
			id = organisation.id
			const result = await call('PUT /api/organisations/:id', { id, body: { organisation, version, isNamesake } })
			if (result.ok) onstored(result.value)
			return result
		},
		async reread() {
			const result = await call('GET /api/organisations/:id', { id })
			return result.ok
				? { ok: true, value: { value: result.value.organisation, version: result.value.version } }
				: result
		},
		refusal: ({ field }) => (field === 'name' ? m.people_organisation_namesake() : null)
	})
}

/** The form's name among all forms of the app. */
export function organisationForm(row: OrganisationRow | null): string {
	return `organisation:${row?.organisation.id ?? 'new'}`
}

function emptyOrganisation(id: string): Organisation {
	return {
		id,
		name: '',
		kind: 'school',
		unit: null,
		level: 'municipal',
		isAdvanced: false,
		place: null,
		standings: null,
		years: []
	}
}

/** The unit that answers for it: its own, or else the one of the regulation, which may be another city's. */
export function unitText({ organisation, unit }: Pick<OrganisationRow, 'organisation' | 'unit'>): string | null {
	return organisation.unit ?? (unit && m.people_unit_by_regulation({ unit }))
}

export const levelWords: Readonly<Record<OrganisationLevel, () => string>> = {
	municipal: m.people_level_municipal,
	regional: m.people_level_regional,
	federal: m.people_level_federal
}

export const organisationWords: readonly FieldWords<Organisation>[] = [
	{ field: 'name', label: m.people_field_title, lines: ({ name }) => [name] },
	{ field: 'kind', label: m.people_kind, lines: ({ kind }) => [kindWords[kind]()] },
	{ field: 'unit', label: m.people_unit, lines: ({ unit }) => (unit === null ? [] : [unit]) },
	{ field: 'level', label: m.people_level, lines: ({ level }) => [levelWords[level]()] },
	{
		field: 'isAdvanced',
		label: m.people_advanced,
		lines: ({ isAdvanced }) => [isAdvanced ? m.people_yes() : m.people_no()]
	},
	{
		field: 'standings',
		label: m.people_statuses,
		lines: ({ standings }) => (standings ?? []).map((status) => organisationStatusWords[status]())
	},
	{
		field: 'place',
		label: m.people_place,
		lines: ({ place }) => (place === null ? [] : [`${decimal(place.latitude)}; ${decimal(place.longitude)}`])
	},
	{ field: 'years', label: m.people_indices, lines: ({ years }) => years.map(yearText) }
]

/** As the fields are labelled in the form. */
const organisationLabels: Labels = {
	name: m.people_field_title,
	unit: m.people_unit,
	latitude: m.people_latitude,
	longitude: m.people_longitude,
	year: m.people_year,
	results: m.people_results,
	wellBeing: m.people_well_being,
	differentiation: m.people_differentiation,
	partTimeShare: m.people_part_time
}

function yearText({ year, results, wellBeing, differentiation, partTimeShare }: Organisation['years'][number]): string {
	return [
		m.people_year_results({ year: String(year), results: decimal(results) }),
		...(wellBeing === null ? [] : [m.people_year_well_being({ wellBeing: decimal(wellBeing) })]),
		...(differentiation === null ? [] : [m.people_year_differentiation({ times: decimal(differentiation) })]),
		...(partTimeShare === null ? [] : [m.people_year_part_time({ share: decimal(partTimeShare) })])
	].join(' · ')
}

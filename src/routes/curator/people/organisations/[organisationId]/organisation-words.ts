import type { Organisation, OrganisationLevel } from '#domain/people/organisation.ts'
import { decimal } from '#lib/ui/decimal.ts'
import { kindWords, standingWords } from '#lib/ui/words/regulation-choices.ts'
import { m } from '#lib/paraglide/messages.js'
import type { FieldWords } from '../../form/field-words.ts'

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
		label: m.people_standings,
		lines: ({ standings }) => (standings ?? []).map((standing) => standingWords[standing]())
	},
	{
		field: 'place',
		label: m.people_place,
		lines: ({ place }) => (place === null ? [] : [`${decimal(place.latitude)}; ${decimal(place.longitude)}`])
	},
	{ field: 'years', label: m.people_indices, lines: ({ years }) => years.map(yearText) }
]

/** By the last part of a path in the form. */
export const organisationLabels: Readonly<Record<string, () => string>> = {
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

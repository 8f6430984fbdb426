/** The columns by which the region compares municipalities. */
import type { MunicipalityNumbers } from '#protocol/api/region.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { m } from '#lib/paraglide/messages.js'

type Numbers = Omit<MunicipalityNumbers, 'id' | 'name' | 'isClosed'>

export interface Column {
	id: string
	name: () => string
	/** For sorting, and for the workbook; null: unknown. */
	valueOf: (numbers: Numbers) => number | string | null
	/** The text to show. */
	textOf: (numbers: Numbers) => string
}

export const columns: readonly Column[] = [
	counted('requested', m.region_requested),
	counted('proposed', m.region_proposed),
	counted('active', m.region_active),
	counted('closed', m.region_closed),
	counted('overdue', m.region_overdue),
	{
		id: 'share',
		name: m.region_overdue_share,
		valueOf: overdueShare,
		textOf: (numbers) => {
			const share = overdueShare(numbers)
			return share === null ? '–' : m.region_percent({ share })
		}
	},
	counted('silent', m.region_silent),
	counted('mentors', m.region_mentors),
	counted('mentees', m.region_mentees),
	{
		id: 'last',
		name: m.region_last,
		valueOf: ({ lastActivityOn }) => lastActivityOn,
		textOf: ({ lastActivityOn, isSmall }) =>
			lastActivityOn === null ? (isSmall ? m.region_small() : '–') : formatDay(lastActivityOn)
	}
]

/** The percentage of the active programmes; null: there are none. */
function overdueShare({ overdue, active }: Numbers): number | null {
	return active === 0 ? null : Math.round((overdue / active) * 100)
}

type Count = 'requested' | 'proposed' | 'active' | 'closed' | 'overdue' | 'silent' | 'mentors' | 'mentees'

function counted(id: Count, name: () => string): Column {
	return { id, name, valueOf: (numbers) => numbers[id], textOf: (numbers) => String(numbers[id]) }
}

export function sumOf(municipalities: readonly MunicipalityNumbers[]): Numbers {
	const sum = (id: Count) => municipalities.reduce((total, numbers) => total + numbers[id], 0)
	const days = municipalities.flatMap(({ lastActivityOn }) => lastActivityOn ?? [])
	return {
		requested: sum('requested'),
		proposed: sum('proposed'),
		active: sum('active'),
		closed: sum('closed'),
		overdue: sum('overdue'),
		silent: sum('silent'),
		mentors: sum('mentors'),
		mentees: sum('mentees'),
		lastActivityOn: days.sort().at(-1) ?? null,
		isSmall: false
	}
}

/** By name, or by a column in descending order; unknown values come last. */
export function sortMunicipalities(
	municipalities: readonly MunicipalityNumbers[],
	columnId: string
): MunicipalityNumbers[] {
	const column = columns.find(({ id }) => id === columnId)
	const byName = (one: MunicipalityNumbers, other: MunicipalityNumbers) => one.name.localeCompare(other.name, 'ru')
	if (column === undefined) return municipalities.toSorted(byName)
	const rankOf = (numbers: MunicipalityNumbers) => column.valueOf(numbers) ?? (column.id === 'last' ? '' : -1)
	return municipalities.toSorted((one, other) => {
		const [a, b] = [rankOf(one), rankOf(other)]
		return a === b ? byName(one, other) : a < b ? 1 : -1
	})
}

/** For a workbook: a row for each municipality, and their sum. */
export function regionTable(municipalities: readonly MunicipalityNumbers[]): (string | number)[][] {
	const rows = [...sortMunicipalities(municipalities, 'name'), { ...sumOf(municipalities), name: m.region_total() }]
	return [
		[m.region_name(), ...columns.map(({ name }) => name())],
		...rows.map((row) => [row.name, ...columns.map(({ valueOf }) => valueOf(row) ?? '')])
	]
}

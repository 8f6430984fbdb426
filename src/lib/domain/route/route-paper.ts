/** A mentee's educational route as a paper (domain.md T10, S11), or as the reservist's individual plan of preparation (T59). */
import type * as Y from 'yjs'
import type { IsoDate } from '../calendar.ts'
import type { Activity } from '../plan/activity.ts'
import { isClosed } from '../plan/mark.ts'
import { readRoute } from './route.ts'
import { fullName, type PersonName, signatureName } from '../papers/decline-name.ts'
import { keepTogether, type Paper, paragraph } from '../papers/paper.ts'
import { longDate, shortDate } from '../papers/values.ts'

const headings = {
	route: 'Индивидуальный образовательный маршрут',
	preparation: 'Индивидуальный план подготовки'
} as const
export type RouteHeading = keyof typeof headings

const columns = [
	{ title: '№', share: 6 },
	{ title: 'Что изучается', share: 34 },
	{ title: 'Сроки', share: 18 },
	{ title: 'Отметка о выполнении', share: 16 },
	{ title: 'Документ', share: 26 }
]

/** `person`: whose it is; null: this device does not know the name, and the paper has a line for it. */
export function routePaper(doc: Y.Doc, heading: RouteHeading, person: PersonName | null, today: IsoDate): Paper {
	const items = readRoute(doc).flatMap((year) => year.items)
	const done = items.filter(({ status }) => status === 'done').length
	const name = headings[heading]
	return {
		name: person === null ? name : `${name}, ${signatureName(person).replaceAll('\u00a0', ' ')}`,
		fontSize: 12,
		blocks: [
			{ type: 'heading', text: name.toUpperCase() } as const,
			paragraph(`${heading === 'route' ? 'Наставляемый' : 'Резервист'}: ${person === null ? LINE : fullName(person)}`),
			paragraph(
				`На ${longDate(today)} выполнено: ${done} из ${items.filter(({ status }) => status !== 'cancelled').length}.`
			),
			{
				type: 'table',
				columns,
				rows: items.map((item, index) => [
					`${index + 1}`,
					subjectOf(item),
					daysOf(item),
					markOf(item),
					documentOf(item)
				])
			} as const,
			{
				type: 'signature',
				post: heading === 'route' ? 'Наставляемый' : 'Резервист',
				name: person === null ? '' : signatureName(person),
				note: ''
			} as const
		].map(keepTogether),
		mark: null,
		warnings: [],
		isKept: false
	}
}

const LINE = '_'.repeat(40)

function subjectOf({ title, kind, choice }: Activity): string {
	const said = [kind, choice === '' ? '' : `выбор: ${choice}`].filter(Boolean)
	return said.length === 0 ? title : `${title} (${said.join('; ')})`
}

function daysOf({ startsOn, dueOn }: Activity): string {
	if (startsOn !== null && dueOn !== null) return `${shortDate(startsOn)} – ${shortDate(dueOn)}`
	if (dueOn !== null) return `до ${shortDate(dueOn)}`
	return startsOn === null ? '' : `с ${shortDate(startsOn)}`
}

/** An open item has none. */
function markOf({ status, doneOn }: Activity): string {
	if (!isClosed(status)) return ''
	const day = doneOn === null ? '' : ` ${shortDate(doneOn)}`
	return status === 'done' ? `выполнено${day}` : 'отменено'
}

function documentOf({ certificate, certificateNumber, certificateLink }: Activity): string {
	const number =
		certificateNumber === '' || certificateNumber.includes('№') ? certificateNumber : `№ ${certificateNumber}`
	return [[certificate, number].filter(Boolean).join(' '), certificateLink].filter(Boolean).join(', ')
}

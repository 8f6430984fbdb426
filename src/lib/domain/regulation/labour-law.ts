/**
 * Federal law that is newer than the regulations and applies to all of them. Mentoring needs the employee's written consent and
 * ends early with three working days' notice of the employee or the employer (domain.md L1). A consent to personal data is a
 * separate sheet (L3). The order and its additional agreement state content, terms, form and pay of the work.
 */
import { addDaysTo, type IsoDate } from '../calendar.ts'
import { ownWish } from './roles.ts'
import type { CompletionReason, ConsentKind, Regulation, Relation } from './schema.ts'

type Consent = Regulation['consents'][number]

/** The regulation with what the law adds. A consent that the regulation itself asks for keeps its own source. */
export function underLabourLaw(regulation: Regulation): Regulation {
	return withLeaving({
		...regulation,
		consents: [...regulation.consents, ...missingConsents(regulation)],
		completion: [...regulation.completion, ...(hasNotice(regulation) ? [] : [earlyRefusal])]
	})
}

/** The regulation with a reason for which each side may leave; also for copies that are older than this reason. */
export function withLeaving(regulation: Regulation): Regulation {
	const mayLeave = (role: 'mentor' | 'mentee') =>
		regulation.completion.some(({ by, needs }) => by.includes(role) && (needs === 'ground' || needs === 'statement'))
	if (mayLeave('mentor') && mayLeave('mentee')) return regulation
	const { completion } = regulation
	const { id, by, needs } = ownWish
	// A copy may have the reason without one of the sides.
	if (!completion.some((reason) => reason.id === id)) return { ...regulation, completion: [...completion, ownWish] }
	return {
		...regulation,
		completion: completion.map((reason) => (reason.id === id ? { ...reason, by, needs } : reason))
	}
}

/** Consents that the law demands and the pack lacks. */
export function missingConsents({ consents }: Pick<Regulation, 'consents'>): Consent[] {
	return lawfulConsents.filter(({ kind, by }) => !consents.some((one) => one.kind === kind && one.by === by))
}

/** Whether a mentor may end the mentoring early. The employer may wherever the mentor may (`ledger/statements/closure.ts`). */
export function hasNotice({ completion }: Pick<Regulation, 'completion'>): boolean {
	return completion.some(({ needs, by }) => needs === 'notice' && by.includes('mentor'))
}

/** Whether the mentor works under an employment contract. Null (not known yet): yes, as most do. */
export function isEmployed(relation: Relation | null): boolean {
	return relation === null || !learners.includes(relation)
}

/** The same of the mentee. */
export function isMenteeEmployed(relation: Relation | null): boolean {
	return relation === null || (!relation.endsWith('-pupil') && !relation.endsWith('-student'))
}

const learners: readonly Relation[] = ['pupil-pupil', 'student-pupil', 'student-student']

const lawfulConsents: Consent[] = [
	consent('duties', 'mentor', { rule: 'L1', clause: 'ТК РФ, ст. 351.8' }),
	consent('personal-data', 'mentor', { rule: 'L3', clause: '152-ФЗ, ст. 9' }),
	consent('personal-data', 'mentee', { rule: 'L3', clause: '152-ФЗ, ст. 9' })
]

const earlyRefusal: CompletionReason = {
	id: 'early-refusal',
	wording: 'Досрочный отказ от наставничества или досрочная его отмена с предупреждением за три рабочих дня',
	by: ['mentor', 'head'],
	needs: 'notice',
	source: { rule: 'L1', clause: 'ТК РФ, ст. 351.8' }
}

function consent(kind: ConsentKind, by: Consent['by'], source: Consent['source']): Consent {
	return { kind, by, ofMinors: null, source }
}

/** Labour Code art. 112. */
const januaryHolidays = ['01-01', '01-02', '01-03', '01-04', '01-05', '01-06', '01-07', '01-08']
const otherHolidays = ['02-23', '03-08', '05-01', '05-09', '06-12', '11-04']

/**
 * Days off to which a yearly government decree moves January's weekend holidays. Published up to 2026. In later years, a period
 * over such a day is one day short until its decree is added here.
 */
const movedDaysOff = new Set(['2025-05-02', '2025-05-08', '2025-12-31', '2026-01-09', '2026-12-31'])

/** The `count`-th working day after the date. With 3, the notice period is three working days (domain.md L1). */
export function addWorkingDays(date: IsoDate, count: number): IsoDate {
	let day = date
	for (let left = count; left > 0;) {
		day = addDaysTo(day, 1)
		if (isWorkingDay(day)) left--
	}
	return day
}

/** In a five-day week. */
export function isWorkingDay(day: IsoDate): boolean {
	return !isWeekend(day) && !isHoliday(day) && !movedDaysOff.has(day) && !isDayOffAfter(day)
}

/** Art. 112: for a holiday on a weekend, except January's, the next working day is off. */
function isDayOffAfter(day: IsoDate): boolean {
	let before = addDaysTo(day, -1)
	for (; isWeekend(before) || isHoliday(before); before = addDaysTo(before, -1)) {
		if (isWeekend(before) && otherHolidays.includes(before.slice(5))) return true
	}
	return false
}

function isWeekend(day: IsoDate): boolean {
	return [0, 6].includes(new Date(day).getUTCDay())
}

function isHoliday(day: IsoDate): boolean {
	return januaryHolidays.includes(day.slice(5)) || otherHolidays.includes(day.slice(5))
}

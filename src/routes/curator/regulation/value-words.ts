/** Values of a regulation in words. */
import type { ContestLevel, Regulation, Schedule } from '#domain/regulation/schema.ts'
import { formatDay, unbrokenDate } from '#lib/ui/dates.ts'
import { contestWords, kindWords, signatoryWords, standingWords } from '#lib/ui/words/regulation-choices.ts'
import { m } from '#lib/paraglide/messages.js'
import { getLocale } from '#lib/paraglide/runtime.js'

export function termWords({ minMonths, maxMonths }: { minMonths: number; maxMonths: number }): string {
	return minMonths === maxMonths
		? m.regulation_months({ count: maxMonths })
		: m.regulation_months_span({ min: minMonths, max: maxMonths })
}

export function groupWords({ min, max }: Regulation['groupSize']['value']): string {
	return max === null ? m.regulation_group_any({ min }) : m.regulation_group_span({ min, max })
}

export function forceWords({ from, until }: Regulation['inForce']['value']): string {
	return until === null
		? m.regulation_force_open({ from: formatDay(from) })
		: m.regulation_force_span({ from: formatDay(from), until: formatDay(until) })
}

export function scheduleWords(schedule: Schedule): string {
	switch (schedule.type) {
		case 'yearly':
			return m.regulation_schedule_yearly({ days: schedule.days.map(formatYearDay).join(', ') })
		case 'yearly-months':
			return m.regulation_schedule_yearly_months({ months: schedule.months.map(formatMonth).join(', ') })
		case 'once':
			return m.regulation_schedule_once({ day: formatDay(schedule.on) })
		case 'each-stage':
			return m.regulation_schedule_each_stage()
		case 'every':
			return m.regulation_schedule_every({ count: schedule.months })
		case 'undated':
			return m.regulation_schedule_undated()
	}
}

type Check = Regulation['mentorConditions'][number]['check'] | Regulation['categories'][number]['check']

export function checkWords(check: Check): string {
	if (check === null) return m.regulation_check_none()
	switch (check.type) {
		case 'years-as-head': {
			const words = check.inMunicipality ? m.regulation_check_years_here : m.regulation_check_years
			return words({ count: check.atLeast })
		}
		case 'confirmed-results':
			return check.contest === null ? m.regulation_check_results() : contestCheckWords(check.contest)
		case 'assessment':
			return 'atLeast' in check
				? m.regulation_check_assessment_least({ share: check.atLeast })
				: m.regulation_check_assessment_most({ share: check.atMost })
		case 'mentoring-course':
			return m.regulation_check_course()
		case 'organisation': {
			const kinds = 'orKinds' in check ? check.orKinds.map((kind) => kindWords[kind]()) : []
			const places = [...check.oneOf.map((standing) => standingWords[standing]()), ...kinds]
			return m.regulation_check_organisation({ places: places.join(', ') })
		}
	}
}

function contestCheckWords({ levels, asHead }: { levels: readonly ContestLevel[]; asHead: boolean }): string {
	const words = asHead ? m.regulation_check_contest_as_head : m.regulation_check_contest
	return words({ levels: levels.map((level) => contestWords[level]()).join(', ') })
}

/** To whom a request for a consultation goes first (domain.md D18). */
export function consultationWords({ firstTo }: Pick<NonNullable<Regulation['consultations']>, 'firstTo'>): string {
	return m.regulation_consultations_first({ who: signatoryWords[firstTo]() })
}

export function tierWords({ mentees, salaries }: { mentees: number; salaries: number }): string {
	return m.regulation_tier({ mentees, salaries })
}

/** «10 июня», of every year, from «06-10». */
function formatYearDay(yearDay: string): string {
	// A leap year has every day.
	return unbrokenDate(formatInYear(yearDay, { day: 'numeric', month: 'long' }))
}

/** «январь», of 1 to 12. */
export function formatMonth(month: number): string {
	return formatInYear(`${String(month).padStart(2, '0')}-01`, { month: 'long' })
}

function formatInYear(yearDay: string, options: Intl.DateTimeFormatOptions): string {
	return new Intl.DateTimeFormat(getLocale(), { ...options, timeZone: 'UTC' }).format(
		new Date(`2000-${yearDay}T00:00:00Z`)
	)
}

import { capitalised } from '#lib/ui/format.ts'
import { formatDay } from '#lib/ui/dates.ts'
import { groundWords } from '#lib/ui/words/regulation.ts'
import { download } from '#lib/browser.ts'
import { m } from '#lib/paraglide/messages.js'
import { makeWorkbook } from '#lib/tables/read-file.ts'
import { evidenceWords, type IncentivesState } from './incentives.svelte.ts'

const grounds = ['plan', 'reports', 'events', 'materials'] as const

/**
 * Saves a workbook with a row for each programme of a mentor. The salaries are in the mentor's first row only, so that
 * Excel can sum them.
 */
export async function saveIncentives(incentives: IncentivesState): Promise<void> {
	const { shown } = incentives
	if (shown === null) return
	const headings = [
		m.incentives_column_mentor(),
		m.incentives_column_salaries(),
		m.incentives_column_program(),
		m.incentives_column_mentees(),
		m.incentives_column_state(),
		...grounds.map((id) => capitalised(groundWords[id]()))
	]
	const rows = shown.schemes.flatMap((scheme) =>
		scheme.mentors.flatMap(({ mentorId, salaries, lines }) =>
			lines.map((line, index) => [
				incentives.nameOf(mentorId),
				index === 0 ? salaries : '',
				line.title,
				incentives.namesOf(line.menteeIds),
				line.cancelled === null
					? m.incentives_counts()
					: m.incentives_cancelled({ day: formatDay(line.cancelled.on), ground: line.cancelled.ground }),
				...grounds.map((id) => {
					const finding = line.grounds.find((one) => one.id === id)
					return finding === undefined ? '' : evidenceWords(finding, scheme)
				})
			])
		)
	)
	download(await makeWorkbook([headings, ...rows], `${m.incentives_title()} ${shown.on}`))
}

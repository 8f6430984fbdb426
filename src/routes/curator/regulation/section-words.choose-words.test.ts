import { expect, it } from 'vitest'
import { dinskoy } from '#domain/regulation/packs/dinskoy.ts'
import { divnogorsk } from '#domain/regulation/packs/divnogorsk.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import type { RegulationReading } from '#protocol/api/regulations.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { chooseWords } from './section-words.ts'

overwriteGetLocale(() => 'ru')

const known = { keepTheirs: 5, today: '2026-09-01' }

it('Elena reads what begins by it, what keeps its own, and how many mentors would miss a condition', () => {
	const words = chooseWords({ regulation: dinskoy, unmetMentors: 3 }, known)
	expect(words).toContain('Новые программы начнутся по «Динской район: муниципальный наставнический центр»')
	expect(words).toContain('запрошенные раньше (5) останутся при своём.')
	expect(words).toMatch(/С этого дня для новых пар не все требования этого положения выполнят 3 наставника\.$/)
	expect(chooseWords({ regulation: dinskoy, unmetMentors: 1 }, known)).toMatch(/выполнит 1 наставник\.$/)
	expect(chooseWords({ regulation: dinskoy, unmetMentors: 5 }, known)).toMatch(/выполнят 5 наставников\.$/)
})

it('and that all of them would meet it', () => {
	expect(chooseWords({ regulation: dinskoy, unmetMentors: 0 }, known)).toMatch(
		/требования этого положения выполняют все наставники\.$/
	)
})

it('and nothing of mentors whom nobody has counted, or of whom it asks nothing', () => {
	const words = (reading: Partial<Pick<RegulationReading, 'unmetMentors'>>, regulation: Regulation) =>
		chooseWords({ regulation, ...reading } as Parameters<typeof chooseWords>[0], known)
	for (const text of [words({ unmetMentors: null }, dinskoy), words({}, dinskoy)]) {
		expect(text).toMatch(/кто в банках,\s— для новых пар\.$/)
	}
	const asksNothing = { ...dinskoy, mentorConditions: [] }
	expect(words({ unmetMentors: 0 }, asksNothing)).toMatch(/для новых пар\.$/)
})

it('that it is in force no more comes first', () => {
	expect(chooseWords({ regulation: divnogorsk, unmetMentors: 0 }, known)).toMatch(/2024.*Новые программы/)
})

it('and so does that it is still to come into force', () => {
	const regulation = { ...dinskoy, inForce: { ...dinskoy.inForce, value: { from: '2035-06-01', until: null } } }
	expect(chooseWords({ regulation, unmetMentors: 0 }, known)).toMatch(
		/^Вступает в силу 1\sиюня\s2035\sг\..*Новые программы/
	)
})

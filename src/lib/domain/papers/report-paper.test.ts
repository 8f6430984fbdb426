import { describe, expect, it } from 'vitest'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'
import type { ReportContent } from '../ledger/statement.ts'
import { half, halfYear } from './testing/half-year.ts'
import { emptyLedger } from '../ledger/ledger.ts'
import { reportOn } from './plan-report.ts'
import { approvePlan, beginByOrder, beginStory, elena } from '../ledger/testing/story.ts'
import { REPORT_LINES, TEXT_LETTERS } from '../text.ts'
import { paperText } from './paper.ts'
import { contentOf, drawReport, makeReportPaper, type ReportSection } from './report-paper.ts'

const name = (familyName: string, givenName: string, patronymic: string) => ({ familyName, givenName, patronymic })
const facts = {
	wording: 'Отчёт руководителя, осуществляющего функции наставника',
	mentor: name('Ковалёв', 'Виктор', 'Андреевич'),
	units: ['Комитет по общему образованию'],
	mark: null
}

function sectionOf(content: ReportContent, change: Partial<ReportSection> = {}): ReportSection {
	return {
		mentees: [name('Лаптева', 'Ирина', 'Сергеевна')],
		...{ submittedOn: '2026-12-08', accepted: null, content },
		...change
	}
}

function draw() {
	const story = beginStory(tomskCity)
	beginByOrder(story)
	const on = '2026-11-20'
	story.facts = { ...story.facts, today: '2026-12-01' }
	approvePlan(story)
	story.facts = { ...story.facts, today: '2026-12-03' }
	const evidence = { kind: 'material', title: 'Памятка директора', address: 'https://edu.example/memo' } as const
	const attended = ['2026-11-20', '2025-11-20'].map((on) => ({ id: on, title: 'Форум наставников', on }))
	story.sayAll([elena, { type: 'record-evidence', mentorId: 'viktor', evidence, on }])
	const report = reportOn(halfYear(), half, '2026-12-03')
	const sections = drawReport(report, story.ledger(), {
		...{ period: half, mentorId: 'viktor', today: '2026-12-03' },
		attended
	})
	return { report, sections }
}

const about = { title: 'Начинающий руководитель', organisation: 'Школа № 14', menteeIds: ['irina'] }
const nothing = { period: half, ...about, common: '', conclusions: '', remark: '' }
const none = new Map()

it('[T38] a report says why what is not done was moved', () => {
	const { report } = draw()
	const [late] = report.undone
	const moved = { ...late!, activity: { ...late!.activity, carryOverReason: 'Болезнь' } }
	const drawn = drawReport({ ...report, undone: [moved] }, emptyLedger('p'), {
		...{ period: half, mentorId: 'viktor', today: '2026-12-03' }
	})
	const lines = drawn.find(({ title }) => title === 'Не выполнено')?.lines ?? []
	expect(lines.map(({ text }) => text.endsWith('Срок перенесён: Болезнь.'))).toEqual([true])
})

describe('[T3] [L2] the report of Viktor, as it is drawn', () => {
	const { report, sections } = draw()
	const text = paperText(makeReportPaper(facts, [sectionOf(contentOf(sections, none, nothing))])).replaceAll(
		'\u00a0',
		' '
	)

	it('has its numbers and each activity by its name, and no gaps', () => {
		const share = Math.floor((100 * report.plannedDone) / report.planned.length)
		const { planned, plannedDone } = report
		expect(text).toContain(`Намечено мероприятий: ${planned.length}, из них выполнено ${plannedDone} (${share} %).`)
		expect(text).toContain('Встреч: 1. Договорённостей на них: 2, из них выполнено 1.')
		for (const { activity } of [...report.done, ...report.undone]) {
			expect(text).toContain(activity.title.replaceAll('\u00a0', ' '))
		}
		expect(text).toMatch(/01\.12\.2026\t.*В работе, срок прошёл\./)
		expect(text).toContain('Прислать смету. Выполнено.')
		expect(text).not.toMatch(/undefined|null|NaN|\.\./)
	})

	it('[T48] names the events of mentors in its time, and the materials with their addresses', () => {
		expect(text).toMatch(/20\.11\.2026\tФорум наставников/)
		expect(text.match(/Форум наставников/g)).toHaveLength(1)
		expect(text).toMatch(/20\.11\.2026\tПамятка директора \(https:\/\/edu\.example\/memo\)/)
	})

	it('says in one line whose it is, where it has no words about other programmes', () => {
		expect(text).toContain(
			'\nНаставляемый: Лаптева Ирина Сергеевна (Школа № 14). Программа: «Начинающий руководитель».\n'
		)
	})

	it('leads from each line to where it comes from', () => {
		const sources = sections.flatMap(({ lines }) => lines.map(({ key, source }) => [key, source]))
		expect(sources).toContainEqual(['done a1-1', { type: 'activity', id: 'a1-1' }])
		expect(sources).toContainEqual(['meeting m1', { type: 'meeting', id: 'm1' }])
		expect(sources).toContainEqual(['agreement g1', { type: 'meeting', id: 'm1', agreementId: 'g1' }])
		const changed = sections.find(({ title }) => title === 'Изменения программы')!.lines
		expect(changed.map(({ text, source }) => [text, source?.type])).toEqual([
			['Утверждена редакция 1 программы', 'edition']
		])
		const without = sources.filter(([, source]) => source === null).map(([key]) => key)
		expect(without).toEqual(['planned', 'meetings', 'event 2026-11-20'])
		const keys = sources.map(([key]) => key)
		expect(new Set(keys).size).toBe(keys.length)
	})

	it('has the pair’s own words in place of a line, and without those that they left out', () => {
		const own = new Map([
			['meeting m1', { text: 'Встреча в лицее: разобрали охрану труда', others: [] }],
			['planned', { text: '', others: [] }]
		])
		const content = contentOf(sections, own, { ...nothing, conclusions: 'Программа идёт по плану', remark: 'Спасибо' })
		const said = paperText(makeReportPaper(facts, [sectionOf(content)]))
		expect(said).toContain('Встреча в лицее: разобрали охрану труда')
		expect(said).not.toContain('Намечено мероприятий')
		expect(said).toMatch(/Выводы и предложения\nПрограмма идёт по плану\nЗамечания наставляемого\nСпасибо/)
	})
})

it('[T2] [T3] a mentor of three programmes gives one report: a section for each pair, the common words once, one signature', () => {
	const { sections } = draw()
	const content = contentOf(sections, none, { ...nothing, common: 'Веду троих руководителей' })
	const gurov = { mentees: [name('Гуров', 'Пётр', 'Николаевич')] }
	const novikova = { mentees: [name('Новикова', 'Дарья', 'Павловна')] }
	const accepted = { on: '2026-12-12', name: 'Белова Елена Юрьевна' }
	const paper = makeReportPaper(facts, [
		sectionOf(content, { accepted }),
		sectionOf(content, { ...gurov, accepted }),
		sectionOf(content, { ...novikova, submittedOn: '2026-12-09', accepted })
	])
	const text = paperText(paper).replaceAll('\u00a0', ' ')
	for (const once of ['Веду троих руководителей', 'Принято 12.12.2026', 'Сдано в системе «Тандем» 09.12.2026'])
		expect(text.split(once)).toHaveLength(2)
	// Over the text: under the signature it could be alone on a page.
	expect(text.indexOf('Принято')).toBeLessThan(text.indexOf('Веду троих'))
	expect(text).toMatch(/Гуров Пётр.*Лаптева Ирина.*Новикова Дарья/s)
	// A section of its own, and not part of the common words.
	const headings = paper.blocks.flatMap((block) => (block.type === 'subheading' ? block.text : []))
	expect(headings.filter((title) => /^(О работе|Наставляемый)/.test(title))).toEqual([
		'О работе в целом',
		'Наставляемый: Гуров Пётр Николаевич (Школа №\u00a014)',
		'Наставляемый: Лаптева Ирина Сергеевна (Школа №\u00a014)',
		'Наставляемый: Новикова Дарья Павловна (Школа №\u00a014)'
	])
	expect(text).toMatch(/Лаптева Ирина Сергеевна \(Школа № 14\)\nПрограмма: «Начинающий руководитель»\.\n/)
	expect(paper.blocks.filter(({ type }) => type === 'signature')).toHaveLength(1)
	const rest = sectionOf({ ...content, common: 'Веду двоих' }, { ...gurov, submittedOn: '2026-12-10' })
	const half = paperText(makeReportPaper(facts, [sectionOf(content, { accepted }), rest]))
	// Nobody has accepted the second section, and the newest common words count.
	expect(half).not.toContain('Принято')
	expect(half).toContain('Веду двоих')
	expect(half).not.toContain('Веду троих')
})

it('[L2] a report that the curator signs in a teacher’s place has her signature, and none of the mentor', () => {
	const content = contentOf(draw().sections, none, nothing)
	const signedBy = (accepted: ReportSection['accepted']) => {
		const paper = makeReportPaper({ ...facts, signedAs: 'Куратор' }, [sectionOf(content, { accepted })])
		return paperText(paper).replaceAll('\u00a0', ' ')
	}
	const signed = signedBy({ on: '2026-12-12', name: 'Белова Елена Юрьевна' })
	expect(signed).toMatch(/Куратор\tЕ\. Ю\. Белова\tПодписано в системе «Тандем» 12\.12\.2026$/)
	expect(signed).toContain('Наставник: Ковалёв Виктор Андреевич.')
	expect(signed).not.toMatch(/Сдано|Принято|Наставник\t/)
	expect(signedBy(null)).toMatch(/Куратор\t\t$/)
})

it('what the plan has at any length is cut to what may be submitted', () => {
	const line = (key: string) => ({ key, day: null, text: 'я'.repeat(5_000), source: null })
	const sections = [{ title: 'Выполнено', lines: Array.from({ length: 600 }, (_, index) => line(String(index))) }]
	const [section] = contentOf(sections, none, nothing).sections
	expect([section?.lines.length, section?.lines[0]?.text.length]).toEqual([REPORT_LINES, TEXT_LETTERS])
})

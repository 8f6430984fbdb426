import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { regulations } from '../regulation/packs/all.ts'
import { findRoadmap, municipalRoadmaps, roadmaps } from './all.ts'
import { resultForms, type Roadmap } from './roadmap.ts'

const [note, analyticNote, report] = resultForms
const tomskCity = roadmaps.filter(({ source }) => source?.regulation === 'T')

it('each is found by its id, and an unknown id is no roadmap', () => {
	for (const roadmap of roadmaps) expect(findRoadmap(roadmap.id)).toBe(roadmap)
	expect(findRoadmap('surgut')).toBeNull()
	expect(findRoadmap('dinskoy-centre')).toBe(municipalRoadmaps[0])
	expect(new Set([...roadmaps, ...municipalRoadmaps].map(({ id }) => id)).size).toBe(9)
	expect(tomskCity.map(({ source }) => source?.annex)).toEqual([1, 2, 3, 4])
})

it.each(tomskCity)('[T53] $id has the four stages of 1, 4, 9 and 1 months, numbered through', ({ stages }) => {
	expect(stages.map(({ title, months }) => [title, months])).toEqual([
		['Организационный', 1],
		['Консультационный', 4],
		['Деятельностный', 9],
		['Рефлексивный', 1]
	])
	stages.forEach(({ activities }, stage) => {
		expect(activities.map(({ number }) => number)).toEqual(activities.map((_, index) => `${stage + 1}.${index + 1}`))
	})
})

it.each([
	['tomsk-beginner-head', [4, 9, 7, 2], 22],
	['tomsk-reservist', [4, 8, 8, 2], 22],
	['tomsk-low-results-school', [3, 6, 8, 2], 19],
	['tomsk-low-assessment', [3, 9, 7, 2], 21]
])('[T49] [T50] [T51] [T52] %s has %j activities, %i in all', (id, counts, total) => {
	expect(of(id).stages.map(({ activities }) => activities.length)).toEqual(counts)
	expect(counts.reduce((sum, count) => sum + count)).toBe(total)
})

it.each([
	[
		'tomsk-beginner-head',
		'Диагностика затруднений в деятельности вновь назначенных руководителей ОУ.',
		'Подготовка аналитического отчета по результатам мониторинга реализации региональной целевой модели наставничества'
	],
	[
		'tomsk-reservist',
		'Диагностика затруднений в деятельности резервиста ОУ.',
		'Подготовка аналитического отчета по результатам реализации модели наставничества'
	],
	[
		'tomsk-low-results-school',
		'Установочная встреча с административной командой по теме: «Выбор приоритетных рисковых направлений»',
		'Подготовка аналитического отчета «Перспективы использования Программы и развитие проекта»'
	],
	[
		'tomsk-low-assessment',
		'Установочная встреча с наставляемым по теме: «Программа развития для себя и образовательной организации»',
		'Подготовка аналитического отчета по результатам мониторинга реализации региональной целевой модели наставничества'
	]
])('%s begins and ends with the wording of the regulation', (id, first, last) => {
	const titles = of(id).stages.flatMap(({ activities }) => activities.map(({ title }) => title))
	expect([titles[0], titles.at(-1)]).toEqual([first, last])
})

// Hashes of numbers and titles, which were compared once with the regulation's text: they detect a typing error.
it.each([
	['tomsk-beginner-head', '71fad44af3e86041c87bdaf8d113f4c540457ce17084944ab97a9d9c8adfa798'],
	['tomsk-reservist', '870ba5b0dd1f57bc131f7b4f732cc7d2336412705a5854c8977d63e40365f4cd'],
	['tomsk-low-results-school', '6ff43072c3e372a88059458715d9820045bc8961d35e1115cb61070ae9025cf7'],
	['tomsk-low-assessment', 'f7f839375c4a0feb3de1a7a0049465b6d6b60e9ac6c01768724f179334575a59'],
	['tomsk-region-meetings', '872f928194d59a3330a82b05c1e61f4234deb1653c0303b6d746a33b6f5152b4'],
	['dinskoy-centre', '68fe2829ed4cc5865ebcbd5ebc6b9af206bbdad4aa9167906537abbd833a8f07']
])('the wording of %s is untouched', (id, expected) => {
	const lines = of(id).stages.flatMap(({ activities }) =>
		activities.map(({ number, title, deadline, place }) =>
			[number, title, deadline, place].filter((text) => text !== undefined).join(' ')
		)
	)
	expect(createHash('sha256').update(lines.join('\n')).digest('hex')).toBe(expected)
})

it('each quotation mark in the titles of Tomsk’s roadmaps has its pair, and no hyphen stands between spaces', () => {
	const titles = tomskCity.flatMap(({ stages }) =>
		stages.flatMap(({ activities }) => activities.map(({ title }) => title))
	)
	const isWrong = (title: string) => title.split('«').length !== title.split('»').length || title.includes(' - ')
	expect(titles.filter(isWrong)).toEqual([])
})

describe('[T54] result forms, one for each stage', () => {
	it.each([
		['tomsk-beginner-head', { '1.1': note, '2.1': note, '3.1': note, '4.1': analyticNote }],
		['tomsk-reservist', { '1.1': note, '2.1': note, '3.1': note }],
		['tomsk-low-results-school', { '1.1': note, '2.1': note, '3.1': note, '3.8': report, '4.1': report }],
		['tomsk-low-assessment', { '1.1': note, '2.1': note, '3.1': note, '4.1': analyticNote }]
	])('%s', (id, expected) => {
		const forms = of(id).stages.flatMap(({ activities }) =>
			activities.flatMap(({ number, resultForm }) => (resultForm === undefined ? [] : [[number, resultForm]]))
		)
		expect(Object.fromEntries(forms)).toEqual(expected)
	})
})

it('[R19] [R20] a region’s pair meets in the order of steps 20 to 26', () => {
	const [stage, ...more] = of('tomsk-region-meetings').stages
	expect(more).toEqual([])
	expect(stage?.activities.map(({ number }) => number)).toEqual(['20', '21', '22', '23', '24', '25', '26'])
})

it('[D13] [D27] the centre’s plan has four sections and sixty rows, each with its deadline and place', () => {
	const { stages } = of('dinskoy-centre')
	expect(stages.map(({ title, activities }) => [title, activities.length])).toEqual([
		['Исследовательская деятельность', 26],
		['Проектная деятельность', 15],
		['Консультационная деятельность', 12],
		['Информационная деятельность', 7]
	])
	const rows = stages.flatMap(({ activities }) => activities)
	expect(rows.every(({ deadline, place }) => deadline !== undefined && place !== undefined)).toBe(true)
	expect(rows.every(({ responsible = '' }) => responsible !== '')).toBe(true)
	expect(rows.filter(({ responsible = '' }) => responsible.toLowerCase().includes('координатор'))).toHaveLength(38)
	expect(rows.find(({ number }) => number === '1.2')?.responsible).toBe('главный специалист УО')
})

it('[D16] a team’s programme of transition is not the centre’s plan', () => {
	const { stages } = of('dinskoy-transition')
	const kinds = of('dinskoy-centre').stages.map(({ title }) => title)
	// [D13] The four kinds of work are its sections.
	expect(stages.map(({ title }) => title)).toEqual(kinds)
	const rows = stages.flatMap(({ activities }) => activities)
	expect(rows).toHaveLength(15)
	expect(rows.filter(({ title }) => /МНЦ|приказ/i.test(title))).toEqual([])
	expect(rows.filter(({ deadline }) => deadline !== undefined && /\d/.test(deadline))).toEqual([])
	const order = [/Экспертиза/, /Цели/, /Меры/, /презентация/, /Решение/, /Консультации наставника/]
	const places = order.map((wanted) => rows.findIndex(({ title }) => wanted.test(title)))
	expect(places).toEqual(places.toSorted((one, other) => one - other))
	expect(places).not.toContain(-1)
	// [D18] Consultations are on request.
	expect(rows.find(({ title }) => title.startsWith('Консультации наставника'))?.deadline).toBe('по запросу')
	expect(roadmaps.map(({ id }) => id)).not.toContain('dinskoy-centre')
})

it('[S12] [S13] a plan of one’s own has stages and nothing in them', () => {
	expect(of('own-plan').stages.map(({ title, months, activities }) => [title, months, activities])).toEqual([
		['Планирование', null, []],
		['Реализация', null, []],
		['Оценка и коррекция', null, []]
	])
})

it('[T34] every category of every regulation has a roadmap that is shipped', () => {
	const wanted = regulations.flatMap(({ categories }) => categories.map(({ roadmapId }) => roadmapId))
	expect(wanted.filter((id) => findRoadmap(id) === null)).toEqual([])
	// The form of mentoring chooses the single meeting.
	expect(new Set([...wanted, 'speed-meeting'])).toEqual(new Set(roadmaps.map(({ id }) => id)))
})

function of(id: string): Roadmap {
	const roadmap = findRoadmap(id)
	if (roadmap === null) throw new Error(`No ${id}`)
	return roadmap
}

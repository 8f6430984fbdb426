import { describe, expect, it } from 'vitest'
import { viktorsEntry } from './testing/entries.ts'
import { checkMentor } from './eligibility.ts'
import {
	type Candidate,
	criteria,
	defaultWeights,
	distanceBetween,
	haveCommonWord,
	isHeadPost,
	type MatchRequest,
	rankMentors,
	subordinationOf
} from './matching.ts'
import { tomskCity } from '../regulation/packs/tomsk-city.ts'

const irinasRequest: MatchRequest = {
	mainRequest: 'Как собрать управленческую команду',
	difficulties: ['Конфликты в коллективе', 'Финансовое планирование'],
	forms: ['traditional'],
	place: { latitude: 56.4846, longitude: 84.9476 },
	mentees: 1
}

const viktor: Candidate = {
	name: 'Ковалёв Виктор Андреевич',
	entry: viktorsEntry,
	workplace: { kind: 'school', standings: ['effective'] },
	place: { latitude: 56.4846, longitude: 84.9476 },
	subordination: null,
	activeMentees: 0,
	conditions: checkMentor(viktorsEntry, null, tomskCity.mentorConditions, '2026-09-01'),
	likings: []
}

function scoreOf(
	criterion: (typeof criteria)[number],
	change: Partial<Candidate>,
	request: Partial<MatchRequest> = {}
) {
	const [match] = rankMentors({ ...irinasRequest, ...request }, [{ ...viktor, ...change }])
	return match?.parts.find((part) => part.criterion === criterion)
}

const entry = (change: Partial<Candidate['entry']>) => ({ entry: { ...viktorsEntry, ...change } })

describe('[T39] each criterion, and what it comes from', () => {
	it('profile: difficulties the mentor’s competences speak to', () => {
		expect(scoreOf('profile', {})).toEqual({
			criterion: 'profile',
			value: 1,
			weight: defaultWeights.profile,
			because: {
				criterion: 'profile',
				covered: [
					{ difficulty: 'Конфликты в коллективе', competence: 'Управление коллективом школы' },
					{ difficulty: 'Финансовое планирование', competence: 'Финансово-хозяйственная деятельность' }
				],
				uncovered: []
			}
		})
	})

	it.each<[string, (typeof criteria)[number], Partial<Candidate>, Partial<MatchRequest>, number]>([
		[
			'profile: half of them',
			'profile',
			entry({ competences: ['Бухгалтерия и финансы', 'Работа с коллективом'] }),
			{},
			1
		],
		['profile: one of two', 'profile', entry({ competences: ['Сплочение коллектива'] }), {}, 0.5],
		['profile: none', 'profile', entry({ competences: ['Олимпиады по физике'] }), {}, 0],
		[
			'profile: by the main request where no difficulty is named',
			'profile',
			entry({ competences: ['Команда управления'] }),
			{ difficulties: [] },
			1
		],
		['profile: nothing asked', 'profile', {}, { difficulties: [], mainRequest: '' }, 0.5],
		[
			'eligibility: four of five conditions',
			'eligibility',
			{ conditions: checkMentor({ ...viktorsEntry, courses: [] }, null, tomskCity.mentorConditions, '2026-09-01') },
			{},
			0.8
		],
		['eligibility: no conditions', 'eligibility', { conditions: [] }, {}, 1],
		[
			'[D12] organisation: resilient',
			'organisation',
			{ workplace: { kind: 'school', standings: ['resilient', 'at-risk'] } },
			{},
			1
		],
		[
			'[D12] organisation: the methodical service',
			'organisation',
			{ workplace: { kind: 'methodical', standings: null } },
			{},
			1
		],
		['[D12] organisation: failing', 'organisation', { workplace: { kind: 'school', standings: ['failing'] } }, {}, 0],
		['[D12] organisation: not judged', 'organisation', { workplace: { kind: 'school', standings: null } }, {}, 0.5],
		['load: twelve hours for one', 'load', {}, {}, 1],
		['load: twelve hours for six', 'load', { activeMentees: 5 }, {}, 0.5],
		['load: twelve hours for a group of six', 'load', {}, { mentees: 6 }, 0.5],
		['load: no hours', 'load', entry({ hoursPerMonth: 0 }), {}, 0],
		['load: hours not said', 'load', entry({ hoursPerMonth: null }), {}, 0.5],
		[
			'load: hours not said, three mentees already',
			'load',
			{ ...entry({ hoursPerMonth: null }), activeMentees: 3 },
			{},
			0.25
		],
		[
			'[R17] preference: both wish it',
			'preference',
			{
				likings: [
					{ by: 'mentee', liking: 'wanted', on: '2026-09-01' },
					{ by: 'mentor', liking: 'wanted', on: '2026-09-01' }
				]
			},
			{},
			1
		],
		[
			'[R17] preference: one wishes, one does not',
			'preference',
			{
				likings: [
					{ by: 'mentee', liking: 'wanted', on: '2026-09-01' },
					{ by: 'mentor', liking: 'unwanted', on: '2026-09-01' }
				]
			},
			{},
			0.5
		],
		['[R17] preference: nobody was asked', 'preference', {}, {}, 0.5],
		['distance: the same school', 'distance', {}, {}, 1],
		['distance: another region', 'distance', { place: { latitude: 61.25, longitude: 73.4 } }, {}, 0],
		['distance: not known', 'distance', { place: null }, {}, 0.5],
		['[T14] form: offered', 'form', {}, {}, 1],
		['[T14] form: not offered', 'form', entry({ forms: ['virtual'] }), {}, 0],
		['[T14] form: any', 'form', entry({ forms: [] }), {}, 1]
	])('%s', (_, criterion, change, request, value) => {
		expect(scoreOf(criterion, change, request)?.value).toBeCloseTo(value, 10)
	})
})

describe('the ranking', () => {
	const oleg = { ...viktor, name: 'Седов Олег Игоревич', ...entry({ personId: 'oleg', courses: [] }) }

	it('[T20] lists an ineligible mentor with the condition, behind an equal who meets it', () => {
		const conditions = checkMentor(oleg.entry, null, tomskCity.mentorConditions, '2026-09-01')
		const ranked = rankMentors(irinasRequest, [{ ...oleg, conditions }, viktor])
		expect(ranked.map(({ mentorId, unmetConditionIds }) => [mentorId, unmetConditionIds])).toEqual([
			['viktor', []],
			['oleg', ['mentoring-course']]
		])
	})

	it('is the same whatever order they come in, equals by name', () => {
		const yozh = { ...viktor, name: 'Ёжиков Пётр Ильич', ...entry({ personId: 'petr' }) }
		const twins = [viktor, { ...oleg, conditions: viktor.conditions }, yozh]
		const names = rankMentors(irinasRequest, twins).map(({ mentorId }) => mentorId)
		expect(names).toEqual(['petr', 'viktor', 'oleg'])
		expect(rankMentors(irinasRequest, twins.toReversed()).map(({ mentorId }) => mentorId)).toEqual(names)
	})

	it('[S15] puts a mentor whom the mentee leads behind all others, and says so', () => {
		const [work, other] = [
			{ organisationId: 'school-4', isHead: false },
			{ organisationId: 'school-9', isHead: false }
		]
		const head = { ...work, isHead: true }
		expect(subordinationOf(work, [head])).toBe('subordinate')
		expect(subordinationOf(head, [work])).toBe('superior')
		for (const mentor of [other, { ...other, isHead: true }]) expect(subordinationOf(mentor, [work, head])).toBeNull()
		expect(subordinationOf(work, [work])).toBeNull()
		const far = { ...oleg, conditions: viktor.conditions, activeMentees: 9 }
		const ranked = rankMentors(irinasRequest, [{ ...viktor, subordination: 'subordinate' }, far])
		expect(ranked.map(({ mentorId, subordination }) => [mentorId, subordination])).toEqual([
			['oleg', null],
			['viktor', 'subordinate']
		])
	})

	it.each([
		['Директор', true],
		['Директор школы № 4', true],
		['Заведующая детским садом', true],
		['Заместитель директора', false],
		['Заведующий хозяйством', false],
		['', false]
	])('the post «%s» leads an organisation: %s', (post, isHead) => {
		expect(isHeadPost(post)).toBe(isHead)
	})

	it('a score is the weighted mean of the parts it shows', () => {
		for (const { score, parts } of rankMentors(irinasRequest, [viktor, { ...oleg, activeMentees: 4 }])) {
			const weights = parts.reduce((sum, { weight }) => sum + weight, 0)
			expect(parts.map(({ criterion }) => criterion)).toEqual(criteria)
			expect(score).toBeCloseTo(parts.reduce((sum, { value, weight }) => sum + value * weight, 0) / weights, 10)
		}
	})

	it('other weights give another order', () => {
		const near = { ...oleg, ...entry({ personId: 'oleg', competences: [] }) }
		const far = { ...viktor, place: { latitude: 61.25, longitude: 73.4 } }
		const nothing = { profile: 0, eligibility: 0, organisation: 0, load: 0, preference: 0, distance: 0, form: 0 }
		const first = (weights: typeof defaultWeights) => rankMentors(irinasRequest, [near, far], weights)[0]?.mentorId
		expect(first(defaultWeights)).toBe('viktor')
		expect(first({ ...nothing, distance: 1 })).toBe('oleg')
		expect(rankMentors(irinasRequest, [near], nothing)[0]?.score).toBe(0)
	})
})

describe('words', () => {
	it.each([
		['Сплочение команды', 'Управлять командой', true],
		['Новый ФГОС', 'Введение обновлённого ФГОС', true],
		['Подростки', 'Общение с подростками', true],
		['Отчётность', 'Финансовая отчетность', true],
		['Трудовое право', 'Правила дорожного движения', false],
		['Работа с родителями', 'Работа с детьми', false],
		['Развитие школы', 'Развитие речи', false],
		['Команда школы', 'Командировки', false],
		['Молодые педагоги', 'Педагогическая диагностика', false],
		['', 'Финансы', false]
	])('«%s» and «%s»: %s', (one, other, expected) => {
		expect(haveCommonWord(one, other)).toBe(expected)
		expect(haveCommonWord(other, one)).toBe(expected)
	})
})

it('distance is the one on the map', () => {
	const tomsk = { latitude: 56.4846, longitude: 84.9476 }
	const seversk = { latitude: 56.6006, longitude: 84.8864 }
	expect(distanceBetween(tomsk, seversk)).toBeCloseTo(13.4, 0)
	expect(distanceBetween(tomsk, tomsk)).toBe(0)
})

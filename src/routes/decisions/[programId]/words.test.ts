import { expect, it } from 'vitest'
import { emptyLedger, type Ledger } from '#domain/ledger/ledger.ts'
import {
	beginByOrder,
	beginStory,
	consentOf,
	elena,
	irina,
	orderFor,
	proposal,
	raise,
	request,
	viktor
} from '#domain/ledger/testing/story.ts'
import { tomskCity } from '#domain/regulation/packs/tomsk-city.ts'
import { missingSigners, type Signer } from '#domain/ledger/signing.ts'
import { enteredWords, phaseWords, turnWords } from './words.ts'

const known = { regulation: tomskCity, today: '2026-10-06', signers: () => 'Громов Аркадий Львович' }
const at = '2026-10-05T05:00:00.000Z'
const by = { personId: 'darya', name: 'Новикова Дарья Павловна', role: 'mentee' as const }

it.each<[string, Partial<Ledger>, string]>([
	['Дарья has asked', {}, 'Подбираем наставника'],
	[
		'she has taken it back',
		{ phase: 'closed', requestWithdrawal: { by, at, ground: 'Справлюсь сама' } },
		'Запрос отозван'
	],
	[
		'she has joined a group',
		{ phase: 'closed', requestFulfilment: { at, groupId: 'group', title: 'Команда' } },
		'Запрос исполнен: приказ о включении в группу «Команда»'
	],
	['her programme was closed', { phase: 'closed' }, 'Программа завершена']
])('%s', (_, change, words) => {
	expect(phaseWords({ ...emptyLedger('program-1'), ...change }, known)).toBe(words)
})

it('Виктор is proposed to Ирина: consents are awaited, then the order, then its signature', () => {
	const story = beginStory()
	story.sayAll([irina, request], [elena, proposal], [viktor, consentOf('duties')], [viktor, consentOf('personal-data')])
	story.sayAll([irina, consentOf('duties')])
	expect(phaseWords(story.ledger(), known)).toBe('Ждём согласия и приказ')
	story.sayAll([irina, consentOf('personal-data')])
	expect(phaseWords(story.ledger(), known)).toBe('Согласия получены, ждём приказ')
	story.sayAll([elena, raise(orderFor(story.ledger().proposal?.id ?? ''))])
	expect(phaseWords(story.ledger(), known)).toBe('Приказ ждёт подписи: Громов Аркадий Львович')
})

it('[L1] under a notice, which needs no consent, nobody is waited for with a signature', () => {
	const story = beginStory()
	beginByOrder(story)
	const closure = { type: 'closure', ground: null, conclusion: 'Отказ' } as const
	story.sayAll(
		[viktor, raise({ ...closure, reasonId: 'early-refusal', lastDay: '2026-11-25' })],
		[viktor, raise({ type: 'extend', termMonths: 30, ground: 'Отпуск' })]
	)
	const head = { role: 'head' as const, personId: null }
	const words = { signers: () => 'начальник', reader: null }
	expect(story.ledger().matters.map((raised) => turnWords(raised, [head], words))).toEqual([
		'Ждём подпись: начальник',
		'Принимает к сведению: начальник',
		'Ждём подпись: начальник'
	])
})

it('Ирина, whose signature is awaited, reads that it is hers, and who else’s', () => {
	const story = beginStory()
	beginByOrder(story)
	story.sayAll([elena, raise({ type: 'extend', termMonths: 30, ground: 'Отпуск' })])
	const [order, extension] = story.ledger().matters
	if (order === undefined || extension === undefined) throw new Error('No extension')
	const { next } = missingSigners(story.ledger(), extension)
	const names: Record<string, string> = { irina: 'Лаптева', viktor: 'Ковалёв' }
	const signers = (list: readonly Signer[]) => list.map(({ personId }) => names[personId ?? '']).join(', ')
	const wordsOf = (some: readonly Signer[], reader: typeof irina | null) =>
		turnWords(extension, some, { signers, reader })
	expect(next).toHaveLength(2)
	expect(wordsOf(next, irina)).toBe('Ждём вашу подпись и подпись: Ковалёв')
	expect(
		wordsOf(
			next.filter(({ personId }) => personId === 'irina'),
			irina
		)
	).toBe('Ждём вашу подпись')
	expect(
		wordsOf(
			next.filter(({ personId }) => personId === 'viktor'),
			irina
		)
	).toBe('Ждём подпись: Ковалёв')
})

it('a signature that is entered is called signed, anything else sent', () => {
	expect(enteredWords({ type: 'sign', matterId: 'm' })).toBe('Подписано')
	expect(enteredWords({ type: 'acquaint', matterId: 'm' })).toBe('Отправлено')
})

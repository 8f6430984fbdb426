import { expect, it } from 'vitest'
import { emptyLedger, type Ledger } from '#domain/ledger/ledger.ts'
import { phaseWords } from './phase-words.ts'

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
	expect(phaseWords({ ...emptyLedger('program-1'), ...change }, '2026-10-06', () => 'Громов Аркадий Львович')).toBe(
		words
	)
})

import { expect, it } from 'vitest'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { aPerson, requested } from '../decisions/testing/listing.ts'
import { awaitedWords } from './words.ts'

overwriteGetLocale(() => 'ru')

const [elena, arkady] = [
	{ person: aPerson('elena', 'Воронцова Елена Михайловна'), roles: ['curator' as const] },
	{ person: aPerson('arkady', 'Громов Аркадий Львович'), roles: ['head' as const] }
]
const request: LedgerListing = { ...requested, speaksAs: ['curator'] }
const ordered: LedgerListing = {
	...request,
	phase: 'proposed',
	isAwaited: true,
	mentors: [aPerson('viktor', 'Ковалёв Виктор Андреевич')],
	openMatters: [{ id: 'order', type: 'order', raisedAt: '' }]
}
const stateWith = (ledgers: readonly LedgerListing[] | null) => ({ ledgers, waiting: [] })
const many = (count: number) => Array.from({ length: count }, (_, at) => ({ ...request, programId: `program-${at}` }))

it.each([
	[1, 'Ждёт вашего решения: 1'],
	[2, 'Ждут вашего решения: 2'],
	[5, 'Ждут вашего решения: 5'],
	[21, 'Ждёт вашего решения: 21']
])('Елена, who is to find %i mentors, is told so', (count, words) => {
	expect(awaitedWords(stateWith([...many(count), { ...ordered, programId: 'ordered' }]), elena)).toBe(words)
})

it('an order that waits for Аркадий is told to him, and not to Елена, until he has signed it on this device', () => {
	const asked = stateWith([{ ...ordered, speaksAs: ['head'], awaited: [{ type: 'sign', matterId: 'order' }] }])
	expect(awaitedWords(asked, arkady)).toBe('Ждёт вашего решения: 1')
	expect(awaitedWords(stateWith([ordered]), elena)).toBe('')
	const saidAt = '2026-09-01T08:00:00.000Z'
	const statement = { type: 'sign', matterId: 'order' } as const
	const signed = { id: 'c1', programId: 'program-1', role: 'head', saidAt, statement } as const
	expect(awaitedWords({ ...asked, waiting: [signed] }, arkady)).toBe('')
})

it('Аркадий, for whom an extension and an edition of one programme wait, is told of both', () => {
	const openMatters = (['extend', 'edition'] as const).map((type) => ({ id: type, type, raisedAt: '' }))
	const awaited = openMatters.map(({ id }) => ({ type: 'sign' as const, matterId: id }))
	const asked = stateWith([{ ...ordered, phase: 'active', isAwaited: false, openMatters, awaited, speaksAs: ['head'] }])
	expect(awaitedWords(asked, arkady)).toBe('Ждут вашего решения: 2')
})

it.each([{ ledgers: null }, { ledgers: [] }])('nothing is said where nothing waits, or nobody knows', ({ ledgers }) => {
	expect(awaitedWords(stateWith(ledgers), elena)).toBe('')
})

import { expect, it } from 'vitest'
import { emptyLedger, type Ledger } from '#domain/ledger/ledger.ts'
import { overwriteGetLocale } from '#lib/paraglide/runtime.js'
import { spanWords, startWords } from './words.ts'

overwriteGetLocale(() => 'ru')

const year = new Date().getFullYear()
const ordered: Ledger = {
	...emptyLedger('program-1'),
	phase: 'active',
	term: { startsOn: `${year}-11-23`, months: 24 }
}

it('before its first day a programme is about to start', () => {
	expect(startWords(ordered, `${year}-11-22`)).toBe('Начнётся 23\u00a0ноября')
	expect(startWords(ordered, `${year}-11-23`)).toBeNull()
	expect(startWords({ ...ordered, phase: 'closed' }, `${year}-11-22`)).toBeNull()
})

it('a programme closed before its first day has no span that runs backwards', () => {
	const closedOn = (lastDay: string) =>
		spanWords({ ...ordered, phase: 'closed', closure: { reasonId: 'moved', lastDay, conclusion: '', matterId: '' } })
	expect(closedOn(`${year}-11-22`)).toBe('Закончилась 22\u00a0ноября, до первого дня (23\u00a0ноября)')
	expect(closedOn(`${year}-11-30`)).toBe('23\u00a0ноября – 30\u00a0ноября')
})

import { expect, it } from 'vitest'
import { closeCodes, type CloseReason } from '#protocol/close-codes.ts'
import { calmSnapshot } from '#lib/sync/document/testing/calm-snapshot.ts'
import type { SyncSnapshot } from '#lib/sync/document/session.ts'
import { leadOf } from './sync-lead.ts'
import { contentWords, refusalWords, serverWords } from './sync-words.ts'

const refused: SyncSnapshot = { ...calmSnapshot, unsent: 2, refused: 2 }
const unstored: SyncSnapshot = { ...refused, localStore: 'failed' }
const onThisDevice = /на этом устройстве|здесь целы|on this device|safe here/i
const onThisPage = /на этой странице|on this page/

it.each(Object.keys(closeCodes) as CloseReason[])(
	'[D1] «%s» does not say that the device has what it does not store',
	(refusal) => {
		expect(refusalWords(refusal, unstored).text).not.toMatch(onThisDevice)
		expect(refusalWords(refusal, unstored).text).toMatch(onThisPage)
		expect(refusalWords(refusal, refused).text).not.toMatch(onThisPage)
	}
)

it('[D1] a refused edit that is stored nowhere is not said to be on the device', () => {
	const said = (snapshot: SyncSnapshot) => [
		contentWords(snapshot).text,
		leadOf({ sync: { snapshot, tick: 'refused' } } as Parameters<typeof leadOf>[0])
	]
	for (const words of said(unstored)) expect(words).toMatch(onThisPage)
	for (const words of said(refused)) expect(words).toMatch(onThisDevice)
	expect(serverWords(unstored)).not.toMatch(onThisDevice)
})

it('whose part a decision has ended, or the closure, is told of no mistake; who was shut out by hand is', () => {
	const textOf = (endedBy: 'closure' | 'decision' | null) => refusalWords('no-right', calmSnapshot, endedBy).text
	for (const endedBy of ['closure', 'decision'] as const) expect(textOf(endedBy)).not.toMatch(/ошибка|mistake/i)
	expect(textOf(null)).toMatch(/ошибка|mistake/i)
})

it('a participant whose right has ended is not frightened by an empty store', () => {
	expect(refusalWords('no-right', { ...unstored, unsent: 0, refused: 0 }).text).not.toMatch(onThisPage)
	expect(contentWords({ ...unstored, isUnderReview: true }).text).not.toMatch(onThisPage)
})

it('whose last edits are on their way to the curator is told so, and of a file only once the server has not taken them', () => {
	const textOf = (snapshot: Partial<SyncSnapshot>) =>
		refusalWords('no-right', { ...calmSnapshot, unsent: 2, ...snapshot }).text
	expect(textOf({ refused: 0 })).toMatch(/уйдут куратору|go to the curator/)
	expect(textOf({ refused: 0 })).not.toMatch(/файл|file/)
	expect(textOf({ refused: 2 })).toMatch(/файл|file/)
})

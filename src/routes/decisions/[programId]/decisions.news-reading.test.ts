import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Ledger } from '#domain/ledger/ledger.ts'
import { newsTo } from '#domain/ledger/chronicle.ts'
import { asked, beginPlaceless, beginWith, galina, take } from '#domain/ledger/testing/consultation-story.ts'
import { viktor } from '#domain/ledger/testing/story.ts'
import type { LedgerListing } from '#protocol/api/ledger.ts'
import { recallRead, rememberRead, withoutRead } from '#lib/sync/ledger/outbox.ts'
import { createFakeDevice } from '#lib/sync/document/testing/fake-device.ts'
import { eventually } from '../../../../tests/support/eventually.ts'
import { noteNewsRead } from './decisions.svelte.ts'

let page: EventTarget & { visibilityState: string }
beforeEach(() => {
	createFakeDevice('irina')
	page = Object.assign(new EventTarget(), { visibilityState: 'hidden' })
	vi.stubGlobal('document', page)
	vi.stubGlobal('addEventListener', () => undefined)
})
afterEach(() => void vi.unstubAllGlobals())

it('[D18] Ирина has read an answer that came to an open page once she looks at it, in this programme alone', async () => {
	const story = beginWith(viktor)
	story.sayAll([viktor, take(asked(story))])
	const ledger = story.ledger()
	const news = newsTo(ledger, 'irina', () => '')
	const listing = { programId: 'program-1', news } as unknown as LedgerListing
	const listed = async () => (await withoutRead('irina', [listing]))[0]?.news
	const stop = noteNewsRead({ personId: 'irina', programId: 'program-1' }, news)
	expect(await listed()).toEqual(news)
	page.visibilityState = 'visible'
	page.dispatchEvent(new Event('visibilitychange'))
	await eventually(async () => expect(await listed()).toEqual([]))
	expect(await withoutRead('irina', [{ ...listing, programId: 'program-2' }])).toMatchObject([{ news }])
	stop()
})

it('[D18] Ирина, who has read that Елена named Олег, is told once more when Галина adds the place, until she has looked', async () => {
	page.visibilityState = 'visible'
	const { before, placedBy } = beginPlaceless()
	const placed = placedBy(galina, '2026-09-10')
	const unread = async (ledger: Ledger) => {
		const listing = { programId: 'program-1', news: newsTo(ledger, 'irina', () => '') } as unknown as LedgerListing
		return (await withoutRead('irina', [listing]))[0]?.news
	}
	const look = (ledger: Ledger) =>
		noteNewsRead(
			{ personId: 'irina', programId: 'program-1' },
			newsTo(ledger, 'irina', () => '')
		)()
	look(before)
	await eventually(async () => expect(await unread(before)).toEqual([]))
	expect(await unread(placed)).toHaveLength(1)
	look(placed)
	await eventually(async () => expect(await unread(placed)).toEqual([]))
})

it('an answer that was not on her screen stays unread, and what she has read stays read with the next one', async () => {
	const story = beginWith(viktor)
	story.sayAll([viktor, take(asked(story))])
	story.sayAll([viktor, take(asked(story))])
	const news = newsTo(story.ledger(), 'irina', () => '')
	const listing = { programId: 'program-1', news } as unknown as LedgerListing
	const unread = async () => (await withoutRead('irina', [listing]))[0]?.news.map(({ id }) => id)
	page.visibilityState = 'visible'
	const kept = { personId: 'irina', programId: 'program-1' }
	noteNewsRead(kept, news.slice(0, 1))()
	await eventually(async () => expect(await unread()).toEqual(news.slice(1).map(({ id }) => id)))
	noteNewsRead(kept, news.slice(1))()
	await eventually(async () => expect(await recallRead('irina', 'program-1')).toEqual(news.map(({ id }) => id)))
})

it('two answers that Ирина reads at once, in two tabs, both stay read', async () => {
	const read = [rememberRead('irina', 'program-1', ['first']), rememberRead('irina', 'program-1', ['second'])]
	await Promise.all(read)
	expect([...(await recallRead('irina', 'program-1'))].sort()).toEqual(['first', 'second'])
})

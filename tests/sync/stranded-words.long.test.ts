/** Words that become stranded while nobody has the programme open: the device that finds them stores them; with the real server. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type * as Y from 'yjs'
import { activityNotes, readActivities } from '#domain/plan/activity.ts'
import { activitiesMap } from '#domain/plan/layout.ts'
import { appendParagraph, plainTextOf } from '#domain/plan/rich-text.ts'
import { readStrandedWords } from '#domain/plan/stranded-words.ts'
import { checkAll } from '#lib/sync/stored/check-all.ts'
import { readStored } from '#lib/sync/stored/stored-programs.ts'
import { openClosedPhone, type ClosedPhone } from '../support/closed-phone.ts'
import { startServer, type RunningServer } from '../support/server-process.ts'

const PLAN = 'plan:program-1'

let server: RunningServer
let viktor: ClosedPhone
let irina: ClosedPhone
let activityId: string

beforeEach(async () => {
	server = await startServer()
	viktor = await openClosedPhone(server.origin, 'mentor-1')
	irina = await openClosedPhone(server.origin, 'mentee-1')
	viktor.use()
	await viktor.exchange()
	activityId = readActivities(await viktor.doc(PLAN))[0]!.id
	await viktor.edit(PLAN, (doc) => appendParagraph(notesIn(doc), 'Взять журнал.'))
	await viktor.exchange()
	irina.use()
	await irina.exchange()
	// Neither has a network: she writes on, and he begins the paragraph anew.
	await irina.edit(PLAN, (doc) => {
		const { length } = lastWords(doc)
		lastWords(doc).insert(length, ' И ключи.')
	})
	viktor.use()
	await viktor.edit(PLAN, (doc) => {
		notesIn(doc).delete(notesIn(doc).length - 1, 1)
		appendParagraph(notesIn(doc), 'Взять журнал и мел.')
	})
}, 60_000)
afterEach(async () => {
	vi.unstubAllGlobals()
	await server.dispose()
})

const notesIn = (doc: Y.Doc) => activityNotes(doc, activityId)!

function lastWords(doc: Y.Doc): Y.XmlText {
	const notes = notesIn(doc)
	return (notes.get(notes.length - 1) as Y.XmlElement).get(0) as Y.XmlText
}

async function expectKept(phone: ClosedPhone): Promise<void> {
	phone.use()
	const doc = await phone.doc(PLAN)
	const stranded = readStrandedWords(activitiesMap(doc).get(activityId)!, 'notes')
	expect(stranded.map(({ words }) => words)).toEqual(['И ключи.'])
	expect(plainTextOf(notesIn(doc))).toMatch(/Взять журнал и мел\.$/)
}

function loseNetworkAfter(requests: number): void {
	const ask = fetch
	let left = requests
	vi.stubGlobal('fetch', (...asked: Parameters<typeof fetch>) =>
		left-- > 0 ? ask(...asked) : Promise.reject(new TypeError('No network'))
	)
}

/** The request arrives at the server, which does what it asks; its answer is lost. */
function loseAnswer(number: number): void {
	const ask = fetch
	let asked = 0
	vi.stubGlobal('fetch', async (...request: Parameters<typeof fetch>) => {
		if (++asked > number) throw new TypeError('No network')
		const answer = await ask(...request)
		if (asked === number) throw new TypeError('The connection was cut')
		return answer
	})
}

/** Checks with a phone that has nothing of its own in which to find the words. */
async function expectOnServer(): Promise<void> {
	const fresh = await openClosedPhone(server.origin, 'mentor-1')
	fresh.use()
	await fresh.exchange()
	await expectKept(fresh)
}

describe('[D7] words written into a paragraph that the other has begun anew, while nobody has the programme open', () => {
	it('are kept by the writer, whose phone hears of it as it sends them', { timeout: 90_000 }, async () => {
		await viktor.exchange()
		irina.use()
		await irina.exchange()
		await expectKept(irina)
		await expectOnServer()
	})

	it('are kept by the other, who comes upon them', { timeout: 90_000 }, async () => {
		irina.use()
		await irina.exchange()
		viktor.use()
		await viktor.exchange()
		await expectKept(viktor)
		await expectOnServer()
	})

	it('are kept by «Проверить всё», whoever asks for it', { timeout: 90_000 }, async () => {
		await viktor.exchange()
		irina.use()
		const { programs } = await checkAll(irina.device, irina.programs.slice(0, 1))
		expect(programs).toMatchObject([{ result: 'repaired' }])
		await expectKept(irina)
		await expectOnServer()
	})
	it('are whole where the answer to the check that sent them was lost', { timeout: 90_000 }, async () => {
		await viktor.exchange()
		irina.use()
		loseAnswer(2)
		await checkAll(irina.device, irina.programs.slice(0, 1))
		irina.use()
		await irina.exchange()
		await expectKept(irina)
		await expectOnServer()
	})

	it('count as unsent while the network goes before they are', { timeout: 90_000 }, async () => {
		await viktor.exchange()
		irina.use()
		const { lastSyncedAt } = (await readStored('mentee-1', PLAN))!.snapshot
		loseNetworkAfter(1)
		await irina.exchange()
		await expectKept(irina)
		expect((await readStored('mentee-1', PLAN))!.snapshot).toMatchObject({ unsent: 1, lastSyncedAt })
	})

	it(
		'count as unsent as well when «Проверить всё» has kept them and gets no further',
		{ timeout: 90_000 },
		async () => {
			await viktor.exchange()
			irina.use()
			const { lastSyncedAt } = (await readStored('mentee-1', PLAN))!.snapshot
			// The check reads the server's state and exchanges what she lacks and has; then the network goes.
			loseNetworkAfter(2)
			await checkAll(irina.device, irina.programs.slice(0, 1))
			await expectKept(irina)
			expect((await readStored('mentee-1', PLAN))!.snapshot).toMatchObject({ unsent: 2, lastSyncedAt })
		}
	)
})

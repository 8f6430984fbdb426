/** Who is admitted and with what right (R10, R11, P9), and the close codes for the others. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { encodeStep2, encodeUpdate } from '#protocol/frames.ts'
import { createMemoryStorage } from '../../server/documents/storage/testing/memory.ts'
import { anEdit, askForAll, connectProvider, openLine, readEdits } from '../support/peer.ts'
import {
	admitFromTable,
	notes,
	plan,
	startRelayFixture,
	type RelayFixture,
	type RelayFixtureOptions
} from '../support/relay-fixture.ts'

let fixture: RelayFixture
afterEach(() => fixture.stop())

describe('[R10] admission', () => {
	it.each([
		['somebody who is not signed in', undefined, plan, 4401],
		['the mentor of another programme', 'oleg', plan, 4403],
		['the curator, of the private notes', 'elena', notes, 4403],
		['the mentor, of a document nobody made', 'oleg', 'plan:program-2', 4404],
		['the mentor, of something that is no document', 'viktor', 'diary:program-1', 4404],
		['the mentor, of a name with a broken escape', 'viktor', 'plan:%E0%A4%A', 4404],
		['the mentor, of a path', 'viktor', 'plan:..%2F..%2Fsecret', 4404]
	])('[R10] %s is told so by a close code, and gets no byte', async (_who, person, documentId, code) => {
		const { url } = await start()
		const line = await openLine(url, documentId, person === undefined ? {} : { person })
		askForAll(line)
		expect(await line.closed).toBe(code)
		expect(line.frames).toEqual([])
	})

	it('[R10][P11] a page of a foreign origin gets no upgrade, even with a session', async () => {
		const { url } = await start()
		await expect(openLine(url, plan, { person: 'viktor', origin: 'https://evil.example' })).rejects.toThrow('403')
		const line = await openLine(url, plan, { person: 'viktor', origin: 'https://tandem.example' })
		await expect.poll(() => line.frames.length).toBeGreaterThan(0)
	})

	it.each([
		['the app of today', { person: 'viktor', query: 'v=1' }],
		['an app of nobody who is signed in', { query: 'v=0' }]
	])(
		'[R10][P1] %s, when the server understands it no more, is told to be updated, and gets no byte',
		async (_who, options) => {
			const { url } = await start({ settings: { oldestVersion: 2 } })
			const line = await openLine(url, plan, options)
			askForAll(line)
			expect(await line.closed).toBe(4426)
			expect(line.frames).toEqual([])
		}
	)

	it('[R10][P1] apps that are new enough come in then, and plain clients, which name no version', async () => {
		const { url } = await start({ settings: { oldestVersion: 2 } })
		for (const query of ['v=2', 'v=3']) {
			const line = await openLine(url, plan, { person: 'viktor', query })
			await expect.poll(() => line.hellos().length).toBe(1)
		}
		const plain = connectProvider(url, { person: 'irina', documentId: plan })
		onTestFinished(() => plain.destroy())
		await expect.poll(() => plain.synced).toBe(true)
	})

	it('[R10] the colon of a document’s name may be escaped', async () => {
		const { url } = await start()
		const line = await openLine(url, 'plan%3Aprogram-1', { person: 'viktor' })
		await expect.poll(() => line.frames.length).toBeGreaterThan(0)
	})

	it('[R10] what a device sends before it is admitted waits, and is not lost', async () => {
		let admit = () => {}
		const asked = new Promise<void>((resolve) => (admit = resolve))
		const { url, storage } = await start({
			async admit(headers, documentId) {
				await asked
				return admitFromTable(headers, documentId)
			}
		})
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		for (const key of ['one', 'two', 'three']) irina.socket.send(encodeUpdate(anEdit(key)))
		admit()
		await expect.poll(() => irina.acks().at(-1)?.counter).toBe(3)
		expect((await storage.findDocument(plan))?.sequence).toBe(3)
	})

	it('[R10] when the registry does not answer the device is told to try again', async () => {
		const { url, logged } = await start({ admit: () => Promise.reject(new Error('no registry')) })
		const irina = await openLine(url, plan, { person: 'irina' })
		expect(await irina.closed).toBe(4503)
		expect(logged).toContainEqual({ level: 'error', message: 'Admission failed' })
	})

	it('[R10] a deleted document is gone', async () => {
		const memory = createMemoryStorage()
		const storage: typeof memory = {
			...memory,
			async findDocument(documentId) {
				const info = await memory.findDocument(documentId)
				return info && { ...info, deletedAt: '2026-11-01T00:00:00.000Z' }
			}
		}
		const { url } = await start({ storage })
		expect(await (await openLine(url, plan, { person: 'irina' })).closed).toBe(4404)
	})
})

describe('[P9] the curator reads', () => {
	it('[P9] Elena sees the edits of both, live', async () => {
		const { url } = await start()
		const elena = connectProvider(url, { person: 'elena', documentId: plan })
		onTestFinished(() => elena.destroy())
		await expect.poll(() => elena.synced).toBe(true)
		const irina = await openLine(url, plan, { person: 'irina' })
		irina.socket.send(encodeUpdate(anEdit('one')))
		await expect.poll(() => elena.doc.getMap('edits').toJSON()).toEqual({ one: true })
	})

	it('[P9] Elena’s edit is refused with NACK, and nobody else notices', async () => {
		const { url, storage } = await start()
		const elena = await openLine(url, plan, { person: 'elena', query: 'v=1' })
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		askForAll(elena)
		elena.socket.send(encodeStep2(Uint8Array.of(0, 0)))
		elena.socket.send(encodeUpdate(anEdit('by-elena')))
		await expect.poll(() => elena.nacks()).toEqual([{ reason: 'read-only', counter: 2, review: null, sequence: null }])
		await expect.poll(() => elena.acks().at(-1)?.counter).toBe(1)
		irina.socket.send(encodeUpdate(anEdit('by-irina')))
		await expect.poll(() => readEdits(elena.updates())).toEqual({ 'by-irina': true })
		expect(irina.updates()).toEqual([])
		expect((await storage.findDocument(plan))?.sequence).toBe(1)
	})

	it('[P9] a plain client of Elena’s is closed for good when it edits', async () => {
		const { url, storage } = await start()
		const elena = await openLine(url, plan, { person: 'elena' })
		elena.socket.send(encodeUpdate(anEdit('by-elena')))
		expect(await elena.closed).toBe(4403)
		expect((await storage.findDocument(plan))?.sequence).toBe(0)
	})

	it('[P9] the relay asks a reader for nothing', async () => {
		const { url } = await start()
		const elena = await openLine(url, plan, { person: 'elena', query: 'v=1' })
		askForAll(elena)
		await expect.poll(() => elena.updates().length).toBe(1)
		expect(elena.frames.map(({ type }) => type)).not.toContain('step1')
		expect(elena.hellos()[0]?.right).toBe('read')
	})
})

describe('[R11] a session that ended without a word', () => {
	it('[R11] is noticed: a connection is admitted anew after a while', async () => {
		let isSignedIn = true
		const { url } = await start({
			settings: { admittedMs: 200, sweepMs: 10 },
			admit: async (headers, documentId) =>
				isSignedIn ? admitFromTable(headers, documentId) : { outcome: 'refused', reason: 'signed-out' }
		})
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		await expect.poll(() => irina.hellos().length).toBeGreaterThan(0)
		isSignedIn = false
		expect(await irina.closed).toBe(1012)
		const again = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		expect(await again.closed).toBe(4401)
	})
})

describe('[R3][P15] Nina once guided Irina and now only reads', () => {
	it('[P15] what she still brings is held, and she is told so, in order', async () => {
		const { url, submitted, storage } = await start()
		const nina = await openLine(url, plan, { person: 'nina', query: 'v=1&device=phone-1' })
		const irina = await openLine(url, plan, { person: 'irina' })
		const edit = anEdit('by-nina')
		nina.socket.send(encodeUpdate(edit))
		nina.socket.send(encodeStep2(Uint8Array.of(0, 0)))
		nina.socket.send(encodeUpdate(anEdit('more')))
		await expect
			.poll(() => nina.nacks())
			.toEqual([
				{ reason: 'revoked', counter: 1, review: 'waiting', sequence: null },
				{ reason: 'revoked', counter: 3, review: 'waiting', sequence: null }
			])
		expect(submitted[0]).toEqual({ documentId: plan, epoch: 1, personId: 'nina', deviceId: 'phone-1', bytes: edit })
		await expect.poll(() => nina.acks()).toEqual([{ counter: 2, sequence: 0 }])
		const types = nina.frames.map(({ type }) => type)
		expect(types.indexOf('nack')).toBeLessThan(types.indexOf('ack'))
		expect(irina.updates()).toEqual([])
		expect((await storage.findDocument(plan))?.sequence).toBe(0)
	})

	it('[P15] is told so only once it is safe', async () => {
		let write = () => {}
		const written = new Promise<void>((resolve) => (write = resolve))
		let isAsked = false
		const { url } = await start({
			async submitForReview() {
				isAsked = true
				await written
				return { review: 'waiting', sequence: null }
			}
		})
		const nina = await openLine(url, plan, { person: 'nina', query: 'v=1' })
		nina.socket.send(encodeUpdate(anEdit('one')))
		nina.socket.send(encodeUpdate(Uint8Array.of(0, 0)))
		await expect.poll(() => isAsked).toBe(true)
		askForAll(nina)
		await expect.poll(() => nina.updates().length).toBe(1)
		expect(nina.nacks()).toEqual([])
		expect(nina.acks().filter(({ counter }) => counter > 0)).toEqual([])
		write()
		await expect.poll(() => nina.acks().at(-1)?.counter).toBe(2)
		expect(nina.nacks()).toHaveLength(1)
	})

	it('[R13] what she brought before the relay stops is held before she is sent away', async () => {
		let isAsked = false
		const { url, relay } = await start({
			async submitForReview() {
				isAsked = true
				await pause(50)
				return { review: 'waiting', sequence: null }
			}
		})
		const nina = await openLine(url, plan, { person: 'nina', query: 'v=1' })
		nina.socket.send(encodeUpdate(anEdit('one')))
		await expect.poll(() => isAsked).toBe(true)
		await relay.stop()
		expect(await nina.closed).toBe(1012)
		expect(nina.nacks()).toEqual([{ reason: 'revoked', counter: 1, review: 'waiting', sequence: null }])
	})

	it('[P15] when it cannot be held she is told to come back, or that it is too much', async () => {
		const { url } = await start({ submitForReview: () => Promise.reject(new Error('disk full')) })
		const nina = await openLine(url, plan, { person: 'nina', query: 'v=1' })
		nina.socket.send(encodeUpdate(anEdit('one')))
		expect(await nina.closed).toBe(4503)
		expect(nina.nacks()).toEqual([])
		await fixture.stop()
		const again = await start({ submitForReview: async () => 'too-large' })
		const later = await openLine(again.url, plan, { person: 'nina', query: 'v=1' })
		later.socket.send(encodeUpdate(anEdit('one')))
		await expect.poll(() => later.nacks()).toEqual([{ reason: 'too-large', counter: 1, review: null, sequence: null }])
	})

	it('[R15] what comes as the document is deleted is held nowhere, and she is told that it is gone', async () => {
		const { url } = await start({ submitForReview: async () => 'gone' })
		const nina = await openLine(url, plan, { person: 'nina', query: 'v=1' })
		nina.socket.send(encodeUpdate(anEdit('one')))
		expect(await nina.closed).toBe(4404)
		expect(nina.nacks()).toEqual([])
	})

	it('[P15] a plain client of hers is closed for good, once its edit is held', async () => {
		const { url, submitted } = await start()
		const nina = await openLine(url, plan, { person: 'nina' })
		nina.socket.send(encodeUpdate(anEdit('one')))
		expect(await nina.closed).toBe(4403)
		expect(submitted).toHaveLength(1)
	})

	it('[P15] what Elena brings, who never had the right, is kept nowhere', async () => {
		const { url, submitted } = await start()
		const elena = await openLine(url, plan, { person: 'elena', query: 'v=1' })
		elena.socket.send(encodeUpdate(anEdit('one')))
		await expect.poll(() => elena.nacks()).toEqual([{ reason: 'read-only', counter: 1, review: null, sequence: null }])
		expect(submitted).toEqual([])
	})
})

describe('[R11] rights change at once', () => {
	it('[R11] Irina, who may only read from now on, is admitted as that at once', async () => {
		const rightOfIrina = { now: 'edit' as 'edit' | 'read' }
		const { url, relay, storage } = await start({
			async admit(headers, documentId) {
				const admission = await admitFromTable(headers, documentId)
				if (admission.outcome === 'refused' || admission.personId !== 'irina') return admission
				return { ...admission, right: rightOfIrina.now, canSubmitForReview: rightOfIrina.now === 'read' }
			}
		})
		const viktor = await openLine(url, plan, { person: 'viktor', query: 'v=1' })
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		askForAll(viktor)
		await expect.poll(() => viktor.updates().length * irina.hellos().length).toBeGreaterThan(0)
		rightOfIrina.now = 'read'
		relay.readmit({ personId: 'irina', documentId: plan })
		let code: number | null = null
		void irina.closed.then((closedWith) => (code = closedWith))
		irina.socket.send(encodeUpdate(anEdit('too-late')))
		await expect.poll(() => code).toBe(1012)
		const back = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		await expect.poll(() => back.hellos()[0]?.right).toBe('read')
		expect(await storage.load(plan)).toEqual([])
		expect(readEdits(viktor.updates())).toEqual({})
	})

	it('[R11] whoever’s right has changed is sent to be admitted anew; the others stay', async () => {
		const { url, relay } = await start()
		const viktor = await openLine(url, plan, { person: 'viktor' })
		const irina = await openLine(url, plan, { person: 'irina' })
		const irinasNotes = await openLine(url, notes, { person: 'irina' })
		await expect.poll(() => relay.isOnline(notes, 'irina') && relay.isOnline(plan, 'irina')).toBe(true)
		relay.readmit({ personId: 'irina', documentId: plan })
		expect(await irina.closed).toBe(1012)
		expect(relay.isOnline(plan, 'irina')).toBe(false)
		expect(relay.isOnline(plan, 'viktor') && relay.isOnline(notes, 'irina')).toBe(true)
		relay.readmit({ personId: 'irina' })
		expect(await irinasNotes.closed).toBe(1012)
		expect(viktor.socket.readyState).toBe(1)
	})

	it('[R11] whoever is at the door while rights change is asked for anew', async () => {
		let admit = () => {}
		const asked = new Promise<void>((resolve) => (admit = resolve))
		const { url, relay } = await start({
			async admit(headers, documentId) {
				const result = await admitFromTable(headers, documentId)
				await asked
				return result
			}
		})
		const irina = await openLine(url, plan, { person: 'irina' })
		relay.readmit({ personId: 'irina' })
		admit()
		expect(await irina.closed).toBe(1012)
		expect(irina.frames).toEqual([])
	})

	it('[R11] Oleg, who signs out again and again, keeps nobody else at the door, and costs those inside nothing', async () => {
		let admit = () => {}
		const asked = new Promise<void>((resolve) => (admit = resolve))
		const listed: string[] = []
		const { url, relay } = await start({
			async admit(headers, documentId) {
				if (documentId === plan) await asked
				return admitFromTable(headers, documentId)
			},
			async participantsOf(documentId) {
				listed.push(documentId)
				return ['viktor', 'irina']
			}
		})
		const viktor = await openLine(url, notes, { person: 'viktor' })
		await expect.poll(() => relay.isOnline(notes, 'viktor')).toBe(true)
		const irina = await openLine(url, plan, { person: 'irina', query: 'v=1' })
		await expect.poll(() => relay.stats().admissions).toBe(1)
		relay.readmit({ personId: 'oleg' })
		relay.readmit({ personId: 'irina', documentId: notes })
		await relay.deleteDocument('plan:program-9')
		admit()
		await expect.poll(() => irina.hellos().length).toBeGreaterThan(0)
		expect(viktor.socket.readyState).toBe(1)
		expect(listed).toEqual([notes, notes, plan])
	})

	it('[R15] whoever is at the door of a document that is deleted meanwhile is asked for anew', async () => {
		let admit = () => {}
		const asked = new Promise<void>((resolve) => (admit = resolve))
		const { url, relay, storage } = await start({
			async admit(headers, documentId) {
				await asked
				return admitFromTable(headers, documentId)
			}
		})
		const irina = await openLine(url, plan, { person: 'irina' })
		await expect.poll(() => relay.stats().admissions).toBe(1)
		await relay.deleteDocument(plan)
		await storage.createDocument(plan)
		admit()
		expect(await irina.closed).toBe(1012)
	})
})

async function start(options: RelayFixtureOptions = {}): Promise<RelayFixture> {
	fixture = await startRelayFixture(options)
	return fixture
}

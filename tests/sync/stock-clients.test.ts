/** What the relay does for a stock y-websocket client (R6, R14). */
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { encodeUpdate } from '#protocol/frames.ts'
import { anEdit, askForAll, connectProvider, openLine, type ProviderOptions } from '../support/peer.ts'
import {
	notes,
	plan,
	startRelayFixture,
	type RelayFixture,
	type RelayFixtureOptions
} from '../support/relay-fixture.ts'

process.setMaxListeners(100)

let fixtures: RelayFixture[] = []
afterEach(async () => {
	await Promise.all(fixtures.map((fixture) => fixture.stop()))
	fixtures = []
})

describe('plain y-websocket clients', () => {
	it('Irina sees what Viktor writes, and both see it after coming back', async () => {
		const { url } = await start()
		const viktor = connect(url, { person: 'viktor', documentId: plan })
		const irina = connect(url, { person: 'irina', documentId: plan })
		viktor.doc.getMap('edits').set('theme', 'Первый педсовет')
		await expect.poll(() => irina.doc.getMap('edits').get('theme')).toBe('Первый педсовет')
		const later = connect(url, { person: 'irina', documentId: plan })
		await expect.poll(() => later.doc.getMap('edits').get('theme')).toBe('Первый педсовет')
	})

	it('[R6] what both wrote offline is merged when both are back', async () => {
		const { url } = await start()
		const viktor = connect(url, { person: 'viktor', documentId: plan })
		const irina = connect(url, { person: 'irina', documentId: plan })
		await expect.poll(() => viktor.synced && irina.synced).toBe(true)
		viktor.disconnect()
		irina.disconnect()
		viktor.doc.getMap('edits').set('by-viktor', 1)
		irina.doc.getMap('edits').set('by-irina', 2)
		viktor.connect()
		irina.connect()
		for (const { doc } of [viktor, irina]) {
			await expect.poll(() => doc.getMap('edits').toJSON()).toEqual({ 'by-viktor': 1, 'by-irina': 2 })
		}
	})

	it('the plan and the notes are kept apart', async () => {
		const { url, storage } = await start()
		const viktor = connect(url, { person: 'viktor', documentId: plan })
		viktor.doc.getMap('edits').set('theme', 'Первый педсовет')
		await expect.poll(async () => (await storage.findDocument(plan))?.sequence).toBe(1)
		expect((await storage.findDocument(notes))?.sequence).toBe(0)
	})

	it('a client that did not ask for them hears no frame of ours', async () => {
		const { url } = await start()
		const irina = await openLine(url, plan, { person: 'irina' })
		askForAll(irina)
		irina.socket.send(encodeUpdate(anEdit('one')))
		await expect.poll(() => irina.frames.map(({ type }) => type).sort()).toEqual(['step1', 'update'])
	})
})

async function start(options: RelayFixtureOptions = {}): Promise<RelayFixture> {
	const fixture = await startRelayFixture(options)
	fixtures.push(fixture)
	return fixture
}

function connect(url: string, options: ProviderOptions) {
	const provider = connectProvider(url, options)
	onTestFinished(() => provider.destroy())
	return provider
}

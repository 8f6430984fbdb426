import { afterEach, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { OpenedEditions } from './opened-editions.svelte.ts'

afterEach(() => void vi.unstubAllGlobals())

/** Serves one edition at every address; null: no network. Returns the requested addresses in order. */
function serve(edition: Y.Doc | null): string[] {
	const asked: string[] = []
	vi.stubGlobal('fetch', (address: string) => {
		asked.push(address)
		return edition === null
			? Promise.reject(new TypeError('Failed to fetch'))
			: Promise.resolve(new Response(Uint8Array.from(Y.encodeStateAsUpdate(edition))))
	})
	return asked
}

function makeEdition(): Y.Doc {
	const doc = new Y.Doc()
	doc.getMap('program').set('title', 'Первый год директора')
	return doc
}

it('an edition is asked for once, whoever reads it', async () => {
	const asked = serve(makeEdition())
	const editions = new OpenedEditions('program-1')
	const [one, other] = await Promise.all([editions.read('abc'), editions.read('abc')])
	expect(one?.getMap('program').get('title')).toBe('Первый год директора')
	expect(other).toBe(one)
	expect(await editions.read('abc')).toBe(one)
	await editions.read('def')
	expect(asked).toEqual(['/api/programs/program-1/editions/abc', '/api/programs/program-1/editions/def'])
})

it('one without an answer is asked for at the next try, and no other', async () => {
	serve(makeEdition())
	const editions = new OpenedEditions('program-1')
	const kept = await editions.read('abc')
	serve(null)
	expect(await editions.read('def')).toBeNull()
	const asked = serve(makeEdition())
	editions.tryAgain()
	expect(await editions.read('abc')).toBe(kept)
	expect(await editions.read('def')).not.toBeNull()
	expect(asked).toEqual(['/api/programs/program-1/editions/def'])
})

it('closed, it lets go of what it has and of what is still on its way', async () => {
	serve(makeEdition())
	const editions = new OpenedEditions('program-1')
	const here = await editions.read('abc')
	const coming = editions.read('def')
	editions.close()
	const late = await coming
	expect([here?.isDestroyed, late?.isDestroyed]).toEqual([true, true])
})

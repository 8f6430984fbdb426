import { afterEach, expect, it, vi } from 'vitest'
import type { AccessListing, AccessPage } from '#protocol/api/account.ts'
import { AccessState } from './access.svelte.ts'

afterEach(() => vi.unstubAllGlobals())

/**
 * A server with these people, in their order, 100 per page. Returns an array that collects the ids of each request to
 * invite.
 */
function serve(people: readonly { id: string; canReset: boolean }[]): string[][] {
	const invited: string[][] = []
	vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
		if (init.method === 'POST') {
			const { personIds } = JSON.parse(init.body as string) as { personIds: string[] }
			invited.push(personIds)
			return Promise.resolve(Response.json({ created: personIds.map((id) => ({ id })), refused: [] }))
		}
		const uninvited = people.filter(({ id }) => !invited.flat().includes(id))
		const page = Number(new URL(path, 'http://server').searchParams.get('page') ?? 1)
		const rows = uninvited.slice((page - 1) * 100, page * 100).map(({ id, canReset }): AccessListing => ({
			person: { id, name: id, familyName: id, givenName: '', patronymic: '' },
			roles: [],
			state: 'none',
			canReset
		}))
		const answer: AccessPage = { rows, page, pageSize: 100, count: uninvited.length, uninvited: uninvited.length }
		return Promise.resolve(Response.json(answer))
	})
	return invited
}

const named = (family: string, count: number, canReset: boolean) =>
	Array.from({ length: count }, (_, index) => ({ id: `${family}-${index}`, canReset }))

it('invites everybody Воронцова may invite, though the first hundred of the list are none of hers', async () => {
	const invited = serve([...named('abramov', 100, false), ...named('lapteva', 150, true)])
	expect(await new AccessState().inviteAll()).toEqual({ ok: true, value: 150 })
	expect(invited.map(({ length }) => length)).toEqual([100, 50])
	expect(new Set(invited.flat()).size).toBe(150)
})

it('invites nobody where nobody is left', async () => {
	expect(serve(named('abramov', 3, false))).toEqual([])
	expect(await new AccessState().inviteAll()).toEqual({ ok: true, value: 0 })
})

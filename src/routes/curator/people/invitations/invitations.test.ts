import { afterEach, expect, it, vi } from 'vitest'
import type { NewInvitation } from '#protocol/api/program.ts'
import { InvitationsState } from './invitations.svelte.ts'

afterEach(() => vi.unstubAllGlobals())

it('an invitation made while the list was being asked for stays in it', async () => {
	const made = { id: 'of-viktor', createdAt: '2026-11-21T10:00:00.000Z' }
	let answerFirst: (response: Response) => void = () => undefined
	const first = new Promise<Response>((resolve) => (answerFirst = resolve))
	const lists = [first, Promise.resolve(Response.json({ invitations: [made] }))]
	vi.stubGlobal('fetch', (_: string, { method }: RequestInit) =>
		method === 'GET' ? lists.shift() : Promise.resolve(Response.json({ invitation: made }))
	)
	const people = new InvitationsState()
	const loading = people.load()
	await people.invite({} as NewInvitation)
	answerFirst(Response.json({ invitations: [] }))
	await loading
	expect(people.invitations).toEqual([made])
})

import { expect, it } from 'vitest'
import type { RegionNumbers } from '#protocol/api/region.ts'
import { openTown } from '../../tests/support/town.ts'

it('the region counts every municipality, and names neither a programme nor a person', async () => {
	const town = await openTown(() => new Date('2026-11-21T05:00:00.000Z'))
	try {
		const count = async () => ((await (await town.get('tamara', '/api/region')).json()) as RegionNumbers).municipalities
		// The server summarises plans soon after the start.
		await expect.poll(count).toEqual([
			{
				...{
					id: 'town',
					name: 'Город',
					isClosed: false,
					requested: 0,
					proposed: 0,
					active: 2,
					closed: 0,
					overdue: 2,
					silent: 2
				},
				...{ mentors: 2, mentees: 2, lastActivityOn: null, isSmall: true }
			},
			{
				...{
					id: 'other',
					name: 'Другой город',
					isClosed: false,
					requested: 0,
					proposed: 0,
					active: 0,
					closed: 0,
					overdue: 0,
					silent: 0
				},
				...{ mentors: 0, mentees: 0, lastActivityOn: null, isSmall: true }
			}
		])
		expect(JSON.stringify(await count())).not.toMatch(/Ковалёв|Лаптева|Начинающий|Школа/)
	} finally {
		await town.stop()
	}
})

it('only an administrator invites the person of the region', async () => {
	const town = await openTown()
	try {
		const invitation = { familyName: 'Тихонова', givenName: 'Вера', patronymic: '', role: 'region' }
		const statusOf = async (person: 'elena' | 'arkady' | 'anna' | 'tamara') =>
			(await town.post(person, '/api/invitations', invitation)).status
		expect(await Promise.all([statusOf('elena'), statusOf('arkady'), statusOf('tamara')])).toEqual([403, 403, 403])
		expect(await statusOf('anna')).toBe(201)
	} finally {
		await town.stop()
	}
})

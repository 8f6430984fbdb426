/** What every adapter of the relational port promises (server/database/database.ts), in one suite for all of them. */
import { type RawBuilder, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Registry } from '../../server/database/database.ts'

/** `connect` opens another connection to the same, empty tables, as a second process does. */
export function describeRegistry(name: string, open: () => { connect(): Registry }): void {
	describe(`${name} registry`, () => {
		const create = () => open().connect()

		it('stores all queries of a commit, in order, and tells how many rows each changed', async () => {
			const registry = create()
			const { query } = registry
			const close = query.updateTable('municipalities').set({ closed_at: at })
			const counts = await registry.commitTogether([town(registry, 'north'), town(registry, 'south'), close])
			expect(counts).toEqual([1, 1, 2])
			expect(await query.selectFrom('municipalities').select(['id', 'closed_at']).orderBy('id').execute()).toEqual([
				{ id: 'north', closed_at: at },
				{ id: 'south', closed_at: at }
			])
		})

		it('stores nothing of a commit with a query that fails, and goes on', async () => {
			const registry = create()
			await expect(registry.commitTogether([town(registry, 'north'), nobodysTown(registry)])).rejects.toThrow()
			await expect(registry.commitIf(town(registry, 'north'), [nobodysTown(registry)])).rejects.toThrow()
			expect(await idsOf(registry)).toEqual([])
			await registry.commitTogether([town(registry, 'south')])
			expect(await idsOf(registry)).toEqual(['south'])
		})

		it('stores nothing when the condition changes no row', async () => {
			const registry = create()
			const close = registry.query.updateTable('municipalities').set({ closed_at: at }).where('id', '=', 'north')
			expect(await registry.commitIf(close, [town(registry, 'south')])).toBe(false)
			await registry.commitTogether([town(registry, 'north')])
			expect(await registry.commitIf(close, [town(registry, 'south')])).toBe(true)
			expect(await idsOf(registry)).toEqual(['north', 'south'])
		})

		it('a commit that fails takes away nothing that is stored beside it', async () => {
			const registry = create()
			const done = await Promise.allSettled([
				town(registry, 'one').execute(),
				registry.commitTogether([town(registry, 'two'), nobodysTown(registry)]),
				town(registry, 'three').execute(),
				registry.commitIf(town(registry, 'four'), [nobodysTown(registry)]),
				registry.commitTogether([town(registry, 'five')])
			])
			expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'])
			expect(await idsOf(registry)).toEqual(['five', 'one', 'three'])
		})

		it('whoever reads beside a commit finds all of it or nothing', async () => {
			const { connect } = open()
			const [writer, reader] = [connect(), connect()]
			const towns = Array.from({ length: 50 }, (_, index) => town(writer, `town-${index}`))
			const [own, others] = await Promise.all([idsOf(writer), idsOf(reader), writer.commitTogether(towns)])
			expect([0, 50]).toContain(own.length)
			expect([0, 50]).toContain(others.length)
			expect(await idsOf(reader)).toHaveLength(50)
		})

		it('of two connections that claim the same at one moment, one gets it, and neither waits for ever', async () => {
			const { connect } = open()
			const registries = [connect(), connect()]
			for (let round = 0; round < 20; round++) {
				const claims = registries.map((registry, index) =>
					registry.commitIf(townUnlessThere(registry, `${round}-${index}`, `Town ${round}`), [])
				)
				expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1)
			}
		})

		it('has the functions for JSON, and the order of insertion', async () => {
			const registry = create()
			const { query } = registry
			const read = async <Value>(value: RawBuilder<Value>) =>
				(await query.selectNoFrom(value.as('value')).executeTakeFirstOrThrow()).value
			const stored = sql`${JSON.stringify({ term: { ends: '2028-09-01' }, ended: null, names: ['Ирина', 'Дарья'] })}`
			expect(await read(sql`json_extract(${stored}, '$.term.ends')`)).toBe('2028-09-01')
			expect(await read(sql`json_extract(${stored}, '$.ended')`)).toBeNull()
			expect(await read(sql`json_extract(${stored}, '$.nothing')`)).toBeNull()
			const several = await read(sql<string>`json_extract(${stored}, '$.term', '$.ended')`)
			expect(JSON.parse(several)).toEqual([{ ends: '2028-09-01' }, null])
			expect(await read(sql`json_array_length(${stored}, '$.names')`)).toBe(2)
			const names = sql`json_each(${stored}, '$.names')`
			expect(await read(sql`(select group_concat(value, ', ') from ${names})`)).toBe('Ирина, Дарья')
			const people = sql`json_each(${JSON.stringify([{ id: 'one' }, { id: 'two' }])})`
			const others = sql<string>`(select json_group_array(json(value)) from ${people} where json_extract(value, '$.id') <> 'one')`
			expect(JSON.parse(await read(others))).toEqual([{ id: 'two' }])
			await registry.commitTogether(['south', 'north', 'east'].map((id) => town(registry, id)))
			const inOrder = query
				.selectFrom('municipalities')
				.select('id')
				.orderBy(sql`municipalities.rowid`)
			expect((await inOrder.execute()).map(({ id }) => id)).toEqual(['south', 'north', 'east'])
		})

		it('has no transaction that somebody could hold open', async () => {
			const registry = create()
			const held = registry.query.transaction().execute((transaction) => transaction.selectFrom('people').execute())
			await expect(held).rejects.toThrow('commitTogether')
		})
	})
}

const at = '2026-09-30T05:00:00.000Z'

function town({ query }: Registry, id: string) {
	return query
		.insertInto('municipalities')
		.values({ id, name: id, time_zone: 'Asia/Tomsk', is_demo: 0, created_at: at })
}

/** Its municipality is not there. */
function nobodysTown({ query }: Registry) {
	const names = { family_name: '', given_name: '', patronymic: '' }
	return query.insertInto('people').values({ id: 'viktor', municipality_id: 'nowhere', ...names, created_at: at })
}

/** Unless one has the name. */
function townUnlessThere({ query }: Registry, id: string, name: string) {
	const row = { id, name, time_zone: 'Asia/Tomsk', is_demo: 0 as const, created_at: at }
	const columns = Object.keys(row) as (keyof typeof row)[]
	return query
		.insertInto('municipalities')
		.columns(columns)
		.expression(
			query
				.selectNoFrom((is) => columns.map((column) => is.val(row[column]).as(column)))
				.where(({ not, exists }) =>
					not(exists(query.selectFrom('municipalities').select('id').where('name', '=', name)))
				)
		)
}

async function idsOf({ query }: Registry): Promise<string[]> {
	const rows = await query.selectFrom('municipalities').select('id').orderBy('id').execute()
	return rows.map(({ id }) => id)
}

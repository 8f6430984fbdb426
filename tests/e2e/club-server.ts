/**
 * The server with an owner of an invented kind: a club of school № 14, whose plan its staff edits and the municipality's reads. Only
 * `ownerKinds` and the registry know of it.
 */
import { ownerKinds } from '#domain/owner.ts'
import { findRoadmap } from '#domain/roadmaps/all.ts'
import { readConfig } from '../../server/config.ts'
import { createProgram } from '../../server/programs/create-program.ts'
import { startServer } from '../../server/wire.ts'
import { settle } from '../support/settle.ts'

ownerKinds.set('club', { isOfPeople: false, documents: { plan: { edit: ['answer'], read: ['oversee'] } } })
const config = readConfig(process.env)
// Its first start makes the demonstration.
await (await startServer({ ...config, port: 0 })).stop()
await settle(config, async ({ registry, storage }) => {
	const { id } = await registry.query.selectFrom('municipalities').select('id').executeTakeFirstOrThrow()
	const club = {
		id: 'club-1',
		municipalityId: id,
		title: 'Кружок юных техников',
		roadmap: findRoadmap('tomsk-beginner-head')!,
		organisation: 'Школа № 14',
		startsOn: '2026-09-01',
		termMonths: 12,
		members: [],
		owner: { kind: 'club', organisationId: 'school-14' }
	}
	await createProgram(registry, storage, club, new Date())
})
const server = await startServer(config)
console.log(`Тандем: ${server.address}`)
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)))
